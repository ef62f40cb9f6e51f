using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = erf x = (2/√π)·∫₀ˣ e^{−t²} dt, elementwise; ∂ℓ/∂x = (2/√π) · e^{−x²} · ∂ℓ/∂y.</summary>
public sealed class Erf<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly Erf<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "y = erf(x)";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Erf();

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        upstream * (1.1283791670955126 * (-(node.Inputs[0] * node.Inputs[0])).Exp());
}
