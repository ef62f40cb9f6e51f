using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = max(x, 0), elementwise; ∂ℓ/∂x = ∂ℓ/∂y where x &gt; 0, otherwise 0 (also at x = 0).</summary>
public sealed class Relu<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly Relu<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "y = max(x, 0)";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Relu();

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        ReluGradient<T>.Instance.Apply(node.Output, upstream);
}
