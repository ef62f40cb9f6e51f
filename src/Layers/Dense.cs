using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>y = x · Wᵀ + b over the last axis: (…, inputs) becomes (…, outputs); W is (outputs, inputs), b is (outputs).</summary>
public sealed class Dense<T> : WeightedLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A dense layer whose weights are not drawn yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A count is less than 1.</exception>
    public Dense(int inputs, int outputs, bool bias = true)
        : base([AtLeast.One(outputs), AtLeast.One(inputs)], bias) => (Inputs, Outputs) = (inputs, outputs);

    /// <summary>The number of features of a sample.</summary>
    public int Inputs { get; }

    /// <summary>The number of features made of them.</summary>
    public int Outputs { get; }

    /// <summary>
    /// Whether inputs are (N, inputs) and nothing else, as for a layer with a <see cref="BatchNormFolding">normalization folded in</see>.
    /// </summary>
    internal bool TakesRowsOnly { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"Dense({Inputs}, {Outputs}{WeightSettings})";

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (TakesRowsOnly && input.Value.Rank != 2)
        {
            throw new ArgumentException(
                $"{this}: a batch normalization was folded in, whose channels are axis 1, so an input is (N, {Inputs}); "
                    + $"this one has shape {input.Shape}.",
                nameof(input));
        }

        return Bias is null
            ? Linear<T>.Instance.Apply(input, EffectiveWeight)
            : Linear<T>.Instance.Apply(input, EffectiveWeight, Bias);
    }

    /// <inheritdoc/>
    protected override WeightedLayer<T> CloneUnparametrized() => new Dense<T>(Inputs, Outputs, HasBias) { TakesRowsOnly = TakesRowsOnly };
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="Dense{T}"/>
    public static Dense<T> Dense(int inputs, int outputs, bool bias = true) => new(inputs, outputs, bias);
}
