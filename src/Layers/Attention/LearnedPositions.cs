using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>y = x + W[0 … T): a learned vector for each place of a sequence.</summary>
/// <remarks>
/// Gehring et al. 2017, §3.1; GPT and BERT have it too. Input (..., T, C) of at most as many places as there are vectors. Learned: W
/// (<c>weight</c>, (places, C)), which starts from N(0, 0.02) as in those two, unless <see cref="WeightInitializer"/> is set; a model's
/// choice of initializers is not for tables. Places that no sequence of a batch has get a gradient of 0.
/// </remarks>
public sealed class LearnedPositions<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Initializer Usual = Initializer.Normal(deviation: 0.02);

    private readonly Parameter<T> _weight;

    /// <summary>A table whose vectors are not drawn yet.</summary>
    /// <param name="places">The longest sequence.</param>
    /// <param name="features">C.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is less than 1.</exception>
    public LearnedPositions(int places, int features) =>
        _weight = Register("weight", new Parameter<T>([AtLeast.One(places), AtLeast.One(features)]));

    /// <summary>The longest sequence.</summary>
    public int MaximumPlaces => _weight.Shape[0];

    /// <summary>C.</summary>
    public int Features => _weight.Shape[1];

    /// <summary>How the vectors start; null for N(0, 0.02). To be set before the layer is first used.</summary>
    public Initializer? WeightInitializer { get; set; }

    /// <summary>W, (places, C).</summary>
    public Parameter<T> Weight => Initialized(_weight);

    /// <inheritdoc/>
    public override string ToString() => $"LearnedPositions({MaximumPlaces}, {Features})";

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        int length = Places.Of(this, input, Features);
        return length <= MaximumPlaces
            ? input + _weight.Slice(axis: 0, start: 0, length)
            : throw new ArgumentException($"{this}: a sequence of {length} places is longer; got {input.Shape}.", nameof(input));
    }

    /// <inheritdoc/>
    protected override void OnInitialize(Generator generator) =>
        _weight.Value.CopyFrom((WeightInitializer ?? Usual).Draw(_weight.Shape, Fans.Of(_weight.Shape), generator).Cast<T>());

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) =>
        new LearnedPositions<T>(MaximumPlaces, Features) { WeightInitializer = WeightInitializer };
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="LearnedPositions{T}"/>
    /// <inheritdoc cref="LearnedPositions{T}.LearnedPositions(int, int)" path="/param"/>
    public static LearnedPositions<T> LearnedPositions(int places, int features) => new(places, features);
}
