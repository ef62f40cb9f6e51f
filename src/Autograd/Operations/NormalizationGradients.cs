using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>
/// The gradients of one <see cref="Normalize{T}"/> node for one upstream gradient: made together at the first request, handed out one by
/// one.
/// </summary>
/// <remarks>The derivative operations are three nodes of a recorded pass, but their sums over the input are the same.</remarks>
internal sealed class NormalizationGradients<T>(
    NormalizationPlan plan, Tensor<T> x, Tensor<T>? weight, NormalizationStatistics<T> statistics, Tensor<T> upstream)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Tensor<T>? _input;
    private Tensor<T>? _weight;
    private Tensor<T>? _bias;
    private bool _made;

    internal required bool NeedsInput { private get; init; }

    internal required bool NeedsWeight { private get; init; }

    internal required bool NeedsBias { private get; init; }

    internal Tensor<T> Input => Made(ref _input);

    internal Tensor<T> Weight => Made(ref _weight);

    internal Tensor<T> Bias => Made(ref _bias);

    private Tensor<T> Made(ref Tensor<T>? gradient)
    {
        if (!_made)
        {
            _input = NeedsInput ? Tensor<T>.Uninitialized(plan.Input) : null;
            _weight = NeedsWeight ? Tensor<T>.Uninitialized(plan.AffineShape) : null;
            _bias = NeedsBias ? Tensor<T>.Uninitialized(plan.AffineShape) : null;
            Normalization.Backward(plan, x, weight, statistics, upstream, _input, _weight, _bias);
            _made = true;
        }

        return gradient!;
    }
}
