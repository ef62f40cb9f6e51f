using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = the mean of each window of x (N, C, H, W), padding counted; ∂ℓ/∂y is shared out evenly over the window.</summary>
public sealed class AveragePool2D<T>(PoolingOptions options) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = mean of x in {options.Kernel.Height}×{options.Kernel.Width} windows";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        PoolingPlan plan = options.Plan(inputs[0].Shape);
        var y = Tensor<T>.Uninitialized(plan.Output);
        AveragePooling.Forward(plan, inputs[0].Value.AsSpan(), y.AsWritableSpan());
        return y;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        ArgumentNullException.ThrowIfNull(node);
        return new AveragePool2DGradient<T>(options, node.Inputs[0].Shape).Apply(upstream);
    }
}
