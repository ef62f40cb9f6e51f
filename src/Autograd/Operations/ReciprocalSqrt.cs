using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = 1/√x, elementwise; ∂ℓ/∂x = −½ y³ · ∂ℓ/∂y.</summary>
public sealed class ReciprocalSqrt<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly ReciprocalSqrt<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "y = 1/√x";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.ReciprocalSqrt();

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        upstream * (-0.5 * (node.Output * node.Output * node.Output));
}
