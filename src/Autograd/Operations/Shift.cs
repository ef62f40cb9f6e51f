using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = x + c with a constant c; ∂ℓ/∂x = ∂ℓ/∂y.</summary>
public sealed class Shift<T>(double offset) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _offset = T.CreateTruncating(offset);

    /// <summary>c.</summary>
    public double Offset { get; } = offset;

    /// <inheritdoc/>
    public override string Formula => $"y = x + {FormulaText.Number(Offset)}";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Add(_offset);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) => upstream;
}
