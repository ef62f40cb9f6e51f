using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>A fused normalization once more, in single operations, with the same inputs and upstream gradient.</summary>
/// <remarks>
/// Variables are named x, μ, σ², x̂, γ, β and y. With the statistics of x their gradients are the six of Ioffe &amp; Szegedy 2015, §3,
/// whatever shares a statistic; with given ones μ and σ² are leaves; without centring there is no μ, and σ² is Σx²/m.
/// </remarks>
internal static class NormalizationUnfolding
{
    /// <summary>The trace of the single operations, made when asked for; null for a node that is no fused normalization.</summary>
    /// <remarks>The numbers are copied now: the tape may be gone by then, and its parameters trained further.</remarks>
    internal static Lazy<TapeTrace>? Of<T>(Node<T> node, Tensor<T> upstream, int maximumValues)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (NormalizationPlan Plan, bool HasWeight, bool HasBias, bool Given)? fused = node.Operation switch
        {
            Normalize<T> normalize => (normalize.Plan, normalize.HasWeight, normalize.HasBias, false),
            NormalizeWithStatistics<T> normalize => (normalize.Plan, normalize.HasWeight, normalize.HasBias, true),
            _ => null,
        };
        if (fused is not var (plan, hasWeight, hasBias, given))
            return null;

        int affine = given ? 3 : 1;
        Variable<T>? mean = given ? Copy(1, "μ") : null, variance = given ? Copy(2, "σ²") : null;
        Variable<T>? weight = hasWeight ? Copy(affine, "γ") : null, bias = hasBias ? Copy(node.Inputs.Count - 1, "β") : null;
        Variable<T> x = Copy(0, "x");
        Tensor<T> gradient = upstream.Clone();
        return new Lazy<TapeTrace>(() => Trace(
            () => mean is null || variance is null
                ? ComposedNormalization<T>.Apply(plan, x, weight, bias)
                : ComposedNormalization<T>.Apply(plan, x, mean, variance, weight, bias),
            gradient,
            maximumValues));

        // Running statistics get a gradient only if the node's did; x, γ and β always, to have all that the formulas name.
        Variable<T> Copy(int input, string name)
        {
            Variable<T> original = node.Inputs[input];
            return new(original.Value.Clone(), requiresGradient: input == 0 || input >= affine || original.RequiresGradient, name);
        }
    }

    private static TapeTrace Trace<T>(Func<Variable<T>> normalize, Tensor<T> upstream, int maximumValues)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using IDisposable? pause = Tape<T>.Current?.Pause();
        using var tape = Tape<T>.Record();
        Variable<T> y = normalize();
        y.Name ??= "y";
        return TapeTrace.Of(tape, y, upstream, maximumValues);
    }
}
