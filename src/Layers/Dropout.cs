using System.Globalization;
using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>In training each number becomes 0 with a probability p, and the others are divided by 1 − p; in evaluation y = x.</summary>
/// <remarks>
/// Srivastava et al. 2014. Every pass draws a new mask from the layer's own stream, so two models, or a resumed and an uninterrupted
/// training, do not disturb each other.
/// </remarks>
public sealed class Dropout<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RandomSource _masks;

    /// <summary>A dropout layer.</summary>
    /// <param name="probability">p, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is no number from 0 to 1.</exception>
    public Dropout(double probability = 0.5)
    {
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "Dropout: a probability is a number from 0 to 1.");

        Probability = probability;
        _masks = Register("masks", new RandomSource());
    }

    /// <summary>p: how likely a number is dropped.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    public override string ToString() => $"Dropout({Probability.ToString(CultureInfo.InvariantCulture)})";

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input) =>
        IsTraining && Probability > 0 ? new Autograd.Dropout<T>(Probability, _masks.Next()).Apply(input) : input;

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new Dropout<T>(Probability);
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="Dropout{T}"/>
    /// <inheritdoc cref="Dropout{T}.Dropout(double)" path="/param"/>
    public static Dropout<T> Dropout(double probability = 0.5) => new(probability);
}
