using NormNet.Tensors;

namespace NormNet.Peers;

/// <summary>Which member of the family.</summary>
internal enum FamilyMember
{
    Batch,
    Layer,
    Instance,
    Group,
    Rms,
}

/// <summary>Where the statistics come from: the input's own in training, the running ones in evaluation, or those while the layer trains.</summary>
internal enum FamilyMode
{
    Train,
    Eval,
    Frozen,
}

/// <summary>One configuration of a layer with its inputs; absent parameters and buffers are null.</summary>
internal sealed record FamilyCase(FamilyMember Member, FamilyMode Mode, Shape Shape, double Epsilon)
{
    /// <summary>The number of groups of channels, for <see cref="FamilyMember.Group"/>.</summary>
    internal int Groups { get; init; } = 1;

    /// <summary>The number of last axes, for <see cref="FamilyMember.Layer"/> and <see cref="FamilyMember.Rms"/>.</summary>
    internal int TrailingAxes { get; init; } = 1;

    /// <summary>The weight of the new batch in the running statistics.</summary>
    internal double Momentum { get; init; } = 0.1;

    /// <summary>Whether NormNet takes single operations instead of the fused one.</summary>
    internal bool Composed { get; init; }

    internal required Tensor<float> X { get; init; }

    internal required Tensor<float> Upstream { get; init; }

    internal Tensor<float>? Weight { get; init; }

    internal Tensor<float>? Bias { get; init; }

    internal Tensor<float>? RunningMean { get; init; }

    internal Tensor<float>? RunningVariance { get; init; }

    /// <summary>The extents of γ and β.</summary>
    internal Shape AffineShape => Member is FamilyMember.Layer or FamilyMember.Rms ? Shape.Of(Shape.Extents[^TrailingAxes..]) : [Shape[1]];

    /// <summary>How the input is viewed and what shares a statistic.</summary>
    internal NormalizationPlan Plan => (Member switch
    {
        FamilyMember.Batch => NormalizationPlan.Batch(Shape),
        FamilyMember.Instance => NormalizationPlan.Instance(Shape),
        FamilyMember.Group => NormalizationPlan.Group(Shape, Groups),
        FamilyMember.Layer => NormalizationPlan.Layer(Shape, AffineShape),
        _ => NormalizationPlan.Layer(Shape, AffineShape).WithoutCentering(),
    }).WithEpsilon(Epsilon);

    /// <summary>Whether the running statistics take the place of the input's own.</summary>
    internal bool UsesRunning => RunningMean is not null && Mode != FamilyMode.Train;

    public override string ToString() =>
        $"{Member} {Shape}{(Member == FamilyMember.Group ? $" in {Groups} groups" : "")}, {Mode}, ε = {Epsilon}"
        + $"{(Weight is null ? "" : ", γ")}{(Bias is null ? "" : ", β")}{(RunningMean is null ? "" : $", running by {Momentum}")}{(Composed ? ", composed" : "")}";
}
