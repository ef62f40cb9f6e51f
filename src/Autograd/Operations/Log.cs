using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = ln x, elementwise; ∂ℓ/∂x = ∂ℓ/∂y / x.</summary>
public sealed class Log<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly Log<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "y = ln(x)";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Log();

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) => upstream / node.Inputs[0];
}
