using NormNet.Tensors;
using TorchSharp;

namespace NormNet.Peers;

/// <summary>What a difference is measured against: the largest term before cancellation, and how far the mean lies from zero.</summary>
/// <param name="Growth">1 + max |μ|/√(σ² + ε): by so much more the input's own rounding is felt.</param>
internal sealed record FamilyScales(double Growth)
{
    private readonly Dictionary<string, double> _terms = [];

    /// <summary>The largest sum of |terms| behind one element of a result.</summary>
    internal double this[string name] => _terms[name];

    internal static FamilyScales Of(FamilyCase family)
    {
        using DisposeScope memory = torch.NewDisposeScope();
        using IDisposable unrecorded = torch.no_grad();
        NormalizationPlan plan = family.Plan;
        long[] axes = Array.ConvertAll(plan.SharedAxes.ToArray(), axis => (long)axis);
        torch.Tensor View(Tensor<float>? values, Shape shape, double absent) =>
            FamilyByTorch.From(values, torch.ScalarType.Float64)?.reshape(Torch.SizesOf(shape)) ?? torch.tensor(absent, torch.ScalarType.Float64);

        torch.Tensor x = View(family.X, plan.View, 0), upstream = View(family.Upstream, plan.View, 0);
        torch.Tensor weight = View(family.Weight, plan.AffineView, 1), bias = View(family.Bias, plan.AffineView, 0);
        torch.Tensor oldMean = View(family.RunningMean, plan.AffineView, 0), oldVariance = View(family.RunningVariance, plan.AffineView, 0);
        torch.Tensor mean = family.UsesRunning ? oldMean : plan.Centers ? x.mean(axes, keepdim: true) : torch.zeros(1, torch.ScalarType.Float64);
        torch.Tensor variance = family.UsesRunning ? oldVariance : (x - mean).square().mean(axes, keepdim: true);
        torch.Tensor deviation = (variance + family.Epsilon).sqrt(), normalized = (x - mean) / deviation;

        return new FamilyScales(1 + Largest(mean / deviation))
        {
            _terms =
            {
                ["y"] = Largest((weight * normalized).abs() + bias.abs()),
                ["dx"] = Largest(weight * upstream / deviation),
                ["dweight"] = Largest(ToAffine((upstream * normalized).abs(), plan)),
                ["dbias"] = Largest(ToAffine(upstream.abs(), plan)),
                ["running_mean"] = Largest(oldMean.abs() + (family.Momentum * x.abs().mean(axes, keepdim: true))),
                ["running_var"] = Largest(oldVariance + (family.Momentum * 2 * variance)),
            },
        };
    }

    private static double Largest(torch.Tensor values) => values.abs().max().ToDouble();

    /// <summary>Sums along the axes of the view that γ and β do not have.</summary>
    private static torch.Tensor ToAffine(torch.Tensor values, NormalizationPlan plan)
    {
        int leading = plan.View.Rank - plan.AffineView.Rank;
        long[] summed = [.. Enumerable.Range(0, plan.View.Rank).Where(axis => axis < leading || plan.AffineView[axis - leading] == 1).Select(axis => (long)axis)];
        return summed.Length == 0 ? values : values.sum(summed);
    }
}
