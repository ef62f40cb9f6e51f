using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>
/// y = op(a) · op(b), the matrix product over the last two axes, op being the transpose where asked for; leading axes broadcast.
/// </summary>
/// <remarks>For y = a·b: ∂ℓ/∂a = ∂ℓ/∂y · bᵀ and ∂ℓ/∂b = aᵀ · ∂ℓ/∂y; no operand is ever copied to be transposed.</remarks>
public sealed class MatMul<T>(bool transposeA = false, bool transposeB = false) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = a{(transposeA ? "ᵀ" : "")} · b{(transposeB ? "ᵀ" : "")}";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.MatMul(inputs[1].Value, transposeA, transposeB);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        Variable<T> a = node.Inputs[0], b = node.Inputs[1];
        Variable<T> gradient = (input, transposeA, transposeB) switch
        {
            (0, false, _) => upstream.MatMul(b, transposeB: !transposeB),
            (0, true, _) => b.MatMul(upstream, transposeA: transposeB, transposeB: true),
            (_, _, false) => a.MatMul(upstream, transposeA: !transposeA),
            (_, _, true) => upstream.MatMul(a, transposeA: true, transposeB: transposeA),
        };
        return gradient.SumTo(node.Inputs[input].Shape);
    }
}
