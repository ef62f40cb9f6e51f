using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = ln(1 + eˣ), elementwise; ∂ℓ/∂x = ∂ℓ/∂y / (1 + e⁻ˣ).</summary>
/// <remarks>Dugas et al. 2001. Exact for every x: it needs no threshold from which on it is replaced by x.</remarks>
public sealed class Softplus<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly Softplus<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "y = ln(1 + exp(x))";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Apply<ActivationOperators.Softplus>();

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) => upstream * node.Inputs[0].Sigmoid();
}
