using System.Numerics;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>One normalization to be compared: what it does, its input, γ and β, and the upstream gradient ∂ℓ/∂y.</summary>
public sealed record NormalizationCase<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A case that uses the statistics of its input.</summary>
    /// <param name="plan">What shares statistics, what is centred, and ε.</param>
    /// <param name="x">The input, of the plan's shape.</param>
    /// <param name="upstream">∂ℓ/∂y, of the same shape.</param>
    /// <exception cref="ArgumentException">A shape is not the plan's, or a number is not finite.</exception>
    public NormalizationCase(NormalizationPlan plan, Tensor<T> x, Tensor<T> upstream)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Plan = plan;
        X = Checked(x, plan.Input, "the input");
        Upstream = Checked(upstream, plan.Input, "the upstream gradient");
    }

    /// <summary>What shares statistics, what is centred, and ε.</summary>
    public NormalizationPlan Plan { get; }

    /// <summary>x.</summary>
    public Tensor<T> X { get; }

    /// <summary>∂ℓ/∂y.</summary>
    public Tensor<T> Upstream { get; }

    /// <summary>γ; null for none.</summary>
    public Tensor<T>? Weight { get; private init; }

    /// <summary>β; null for none.</summary>
    public Tensor<T>? Bias { get; private init; }

    /// <summary>The given μ of each channel, as in evaluation; null where the input's own is used.</summary>
    public Tensor<T>? GivenMean { get; private init; }

    /// <summary>The given σ² of each channel; null where the input's own is used.</summary>
    public Tensor<T>? GivenVariance { get; private init; }

    /// <summary>What it is called in reports, such as <c>BatchNorm(8) in train</c>.</summary>
    public string Title { get; init; } = "normalization";

    /// <summary>Whether μ and σ² are functions of the input; otherwise they are constants and nothing flows through them.</summary>
    public bool UsesBatchStatistics => GivenMean is null;

    /// <summary>The shape of one statistic for each set of values that shares it, under the plan's view.</summary>
    public Shape StatisticsShape => UsesBatchStatistics ? Plan.StatisticsShape : Plan.AffineView;

    /// <summary>The case of a layer in its present mode.</summary>
    /// <param name="layer">Its γ, β and, in evaluation or frozen, running statistics are copied.</param>
    /// <param name="x">An input.</param>
    /// <param name="upstream">∂ℓ/∂y.</param>
    /// <exception cref="ArgumentException">The layer cannot take such an input, or the shapes differ.</exception>
    public static NormalizationCase<T> Of(NormalizationLayer<T> layer, Tensor<T> x, Tensor<T> upstream)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(x);
        var running = layer as RunningNormalizationLayer<T>;
        string mode = running is { IsFrozen: true } ? "frozen" : layer.IsTraining ? "train" : "eval";
        NormalizationCase<T> ofBatch = new NormalizationCase<T>(layer.PlanOf(x.Shape), x, upstream) { Title = $"{layer} in {mode}" }
            .WithAffine(layer.Weight?.Value.Clone(), layer.Bias?.Value.Clone());
        return running is { UsesBatchStatistics: false, Running: { } statistics }
            ? ofBatch.WithStatistics(statistics.Mean.Value.Clone(), statistics.Variance.Value.Clone())
            : ofBatch;
    }

    /// <summary>This case with γ and β.</summary>
    /// <exception cref="ArgumentException">One has not the plan's affine shape.</exception>
    public NormalizationCase<T> WithAffine(Tensor<T>? weight, Tensor<T>? bias) => this with
    {
        Weight = weight is null ? null : Checked(weight, Plan.AffineShape, "γ"),
        Bias = bias is null ? null : Checked(bias, Plan.AffineShape, "β"),
    };

    /// <summary>This case with μ and σ² given, one for each channel, as in evaluation.</summary>
    /// <exception cref="ArgumentException">One has not the plan's affine shape.</exception>
    public NormalizationCase<T> WithStatistics(Tensor<T> mean, Tensor<T> variance) => this with
    {
        GivenMean = Checked(mean, Plan.AffineShape, "the given mean"),
        GivenVariance = Checked(variance, Plan.AffineShape, "the given variance"),
    };

    /// <summary>This case with another upstream gradient.</summary>
    /// <exception cref="ArgumentException">It has another shape than the input.</exception>
    public NormalizationCase<T> WithUpstream(Tensor<T> upstream) => Copy(new NormalizationCase<T>(Plan, X, upstream), tensor => tensor);

    /// <summary>The same numbers in another precision.</summary>
    public NormalizationCase<TOther> Cast<TOther>()
        where TOther : unmanaged, IBinaryFloatingPointIeee754<TOther> =>
        Copy(new NormalizationCase<TOther>(Plan, X.Cast<TOther>(), Upstream.Cast<TOther>()), tensor => tensor?.Cast<TOther>());

    private NormalizationCase<TOther> Copy<TOther>(NormalizationCase<TOther> other, Func<Tensor<T>?, Tensor<TOther>?> convert)
        where TOther : unmanaged, IBinaryFloatingPointIeee754<TOther> => other with
        {
            Weight = convert(Weight),
            Bias = convert(Bias),
            GivenMean = convert(GivenMean),
            GivenVariance = convert(GivenVariance),
            Title = Title,
        };

    private static Tensor<T> Checked(Tensor<T> tensor, Shape shape, string role)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (!tensor.Shape.Equals(shape))
            throw new ArgumentException($"Compare: {role} has shape {tensor.Shape} where {shape} is needed.");
        foreach (T value in tensor.AsSpan())
        {
            if (!T.IsFinite(value))
                throw new ArgumentException($"Compare: {role} holds {value}; routes can be compared where all numbers are finite.");
        }

        return tensor;
    }
}
