using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>A fused batch normalization once more, in single operations, with the same input and upstream gradient.</summary>
/// <remarks>Variables are named μ, σ², x̂, γ, β and y, so that their gradients are the six of Ioffe &amp; Szegedy 2015, §3.</remarks>
internal static class BatchNormalizationUnfolding
{
    /// <summary>The trace of the single operations, made when asked for; null for a node that is no normalization that centres.</summary>
    /// <remarks>The numbers are copied now: the tape may be gone by then, and its parameters trained further.</remarks>
    internal static Lazy<TapeTrace>? Of<T>(Node<T> node, Tensor<T> upstream, int maximumValues)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (node.Operation is not Normalize<T> { Plan: { Centers: true } plan } normalize)
            return null;

        Tensor<T> x = node.Inputs[0].Value.Clone(), gradient = upstream.Clone();
        Tensor<T>? weight = normalize.HasWeight ? node.Inputs[1].Value.Clone() : null;
        Tensor<T>? bias = normalize.HasBias ? node.Inputs[node.Inputs.Count - 1].Value.Clone() : null;
        return new Lazy<TapeTrace>(() => Trace(plan, x, weight, bias, gradient, maximumValues));
    }

    private static TapeTrace Trace<T>(
        NormalizationPlan plan, Tensor<T> x, Tensor<T>? weight, Tensor<T>? bias, Tensor<T> upstream, int maximumValues)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using IDisposable? pause = Tape<T>.Current?.Pause();
        using var tape = Tape<T>.Record();
        Variable<T> y = Compute(
            plan, tape.Input(x, "x"), weight is null ? null : tape.Input(weight, "γ"), bias is null ? null : tape.Input(bias, "β"));
        return TapeTrace.Of(tape, y, upstream, maximumValues);
    }

    private static Variable<T> Compute<T>(NormalizationPlan plan, Variable<T> x, Variable<T>? weight, Variable<T>? bias)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] shared = plan.SharedAxes.ToArray();
        Variable<T> viewed = plan.View(x);
        Variable<T> mean = viewed.Mean(shared, keepDimensions: true);
        mean.Name = "μ";
        Variable<T> centered = viewed - mean;
        Variable<T> squares = (centered * centered).Sum(shared, keepDimensions: true);
        Variable<T> variance = squares * (1 / plan.Divisor);
        variance.Name = "σ²";
        Variable<T> normalized = centered * (variance + plan.Epsilon).ReciprocalSqrt();
        normalized.Name = "x̂";
        Variable<T> y = weight is null ? normalized : normalized * plan.ViewAffine(weight);
        y = (bias is null ? y : y + plan.ViewAffine(bias)).Reshape(plan.Input);
        if (y != normalized)
            y.Name = "y";
        return y;
    }
}
