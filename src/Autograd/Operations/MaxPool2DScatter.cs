using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>
/// z = each upstream value u at the position of its window's maximum in x, added up; linear in u, so ∂ℓ/∂u gathers ∂ℓ/∂z there.
/// </summary>
public sealed class MaxPool2DScatter<T>(PoolingOptions options) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => "z = u at the maxima of x, else 0";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        Tensor<T> x = inputs[0].Value;
        var z = Tensor<T>.Uninitialized(x.Shape);
        MaxPooling.Scatter(options.Plan(x.Shape), x.AsSpan(), inputs[1].Value.AsSpan(), z.AsWritableSpan());
        return z;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        ArgumentNullException.ThrowIfNull(node);
        return input == 0 ? null : new MaxPool2DGather<T>(options).Apply(node.Inputs[0], upstream);
    }
}
