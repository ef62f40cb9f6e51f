using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>Instance normalization with a γ and β of its own for each sample, which something outside the input decides.</summary>
public abstract class InstanceAffineLayer<T> : NormalizationLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected InstanceAffineLayer(int channels, double epsilon)
        : base([AtLeast.One(channels)], epsilon, weight: false, bias: false)
    {
    }

    /// <summary>The number of channels, the extent of axis 1.</summary>
    public int Channels => AffineShape[0];

    /// <inheritdoc/>
    protected override string WaysOut => "Normalize earlier, where a feature map has several places.";

    /// <inheritdoc/>
    protected sealed override NormalizationPlan Describe(Shape input) => NormalizationPlan.Instance(input);

    /// <summary>y = γ · x̂ + β with γ and β of shape (N, C).</summary>
    /// <remarks>Samples and channels are the channels of one sample to the kernel: then it has a γ and β for each statistic.</remarks>
    private protected Variable<T> NormalizeInstances(Variable<T> input, Variable<T> weight, Variable<T> bias)
    {
        int maps = input.Shape[0] * Channels;
        Shape flat = [1, maps, input.Shape.CountOf(2, input.Shape.Rank)];
        NormalizationPlan plan = NormalizationPlan.Instance(flat).WithEpsilon(Epsilon);
        Variable<T> y = NormalizeByOwnStatistics(plan, input.Reshape(flat), weight.Reshape(maps), bias.Reshape(maps), observe: null);
        return y.Reshape(input.Shape);
    }

    /// <summary>The plan for an input that has enough values for its statistics.</summary>
    private protected NormalizationPlan PlanOfEnough(Shape input)
    {
        NormalizationPlan plan = PlanOf(input);
        RequireEnoughValues(plan, plan.ValuesPerStatistic);
        return plan;
    }
}
