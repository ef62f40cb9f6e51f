using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>ℓ = (1/N) Σᵢ (ln Σⱼ e^{xᵢⱼ} − xᵢ,ₗₐᵦₑₗ₍ᵢ₎), from logits (N, C) and labels (N); ∂ℓ/∂x = (softmax(x) − onehot)/N.</summary>
public sealed class CrossEntropy<T>(IndexTensor labels) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => "ℓ = mean(ln Σ exp(x) − x[label])";

    /// <inheritdoc/>
    protected internal override bool Saves => true;

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        Tensor<T> loss = CrossEntropyKernel.Forward(inputs[0].Value, labels, out Tensor<T> maxima, out Tensor<T> logSums);
        inputs.Save("max", maxima);
        inputs.Save("logSum", logSums);
        return loss;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        ArgumentNullException.ThrowIfNull(node);
        return new CrossEntropyGradient<T>(labels, node.Saved["max"], node.Saved["logSum"]).Apply(node.Inputs[0], upstream);
    }
}
