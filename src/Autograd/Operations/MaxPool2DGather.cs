using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>z = the value of v at the position of each window's maximum in x; linear in v, so ∂ℓ/∂v scatters ∂ℓ/∂z there.</summary>
public sealed class MaxPool2DGather<T>(PoolingOptions options) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => "z = v at the maxima of x";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        Tensor<T> x = inputs[0].Value;
        PoolingPlan plan = options.Plan(x.Shape);
        var z = Tensor<T>.Uninitialized(plan.Output);
        MaxPooling.Gather(plan, x.AsSpan(), inputs[1].Value.AsSpan(), z.AsWritableSpan());
        return z;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        ArgumentNullException.ThrowIfNull(node);
        return input == 0 ? null : new MaxPool2DScatter<T>(options).Apply(node.Inputs[0], upstream);
    }
}
