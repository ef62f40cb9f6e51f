using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>z = (softmax(x) − onehot)·u/N, the gradient of the cross-entropy of logits x for a scalar upstream u.</summary>
/// <remarks>
/// With s = softmax(x) and v = ∂ℓ/∂z: ∂ℓ/∂x = (u/N)·s·(v − Σⱼ sⱼvⱼ) and ∂ℓ/∂u = ⟨v, (s − onehot)/N⟩. The row statistics that the loss
/// saved are a cache of x, nothing the derivative could miss.
/// </remarks>
public sealed class CrossEntropyGradient<T>(IndexTensor labels, Tensor<T> maxima, Tensor<T> logSums) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => "z = (softmax(x) − onehot) · u/N";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) =>
        CrossEntropyKernel.Backward(inputs[0].Value, labels, maxima, logSums, inputs[1].Value.Item() / T.CreateTruncating(labels.Count));

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        ArgumentNullException.ThrowIfNull(node);
        Variable<T> x = node.Inputs[0];
        if (input == 1)
            return (upstream * Apply(x, Tensor<T>.Ones(node.Inputs[1].Shape))).Sum().Reshape(node.Inputs[1].Shape);

        Variable<T> softmax = x.Softmax(1), weighted = softmax * upstream;
        return node.Inputs[1] * (1.0 / labels.Count) * (weighted - (softmax * weighted.Sum([1], keepDimensions: true)));
    }
}
