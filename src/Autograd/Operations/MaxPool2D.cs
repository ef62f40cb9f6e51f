using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = the largest value of each window of x (N, C, H, W); it gets ∂ℓ/∂y, the first one where several are largest.</summary>
public sealed class MaxPool2D<T>(PoolingOptions options) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = max of x in {options.Kernel.Height}×{options.Kernel.Width} windows";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        PoolingPlan plan = options.Plan(inputs[0].Shape);
        var y = Tensor<T>.Uninitialized(plan.Output);
        MaxPooling.Forward(plan, inputs[0].Value.AsSpan(), y.AsWritableSpan());
        return y;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        ArgumentNullException.ThrowIfNull(node);
        return new MaxPool2DScatter<T>(options).Apply(node.Inputs[0], upstream);
    }
}
