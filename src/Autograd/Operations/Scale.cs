using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = c · x with a constant c; ∂ℓ/∂x = c · ∂ℓ/∂y.</summary>
public sealed class Scale<T>(double factor) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _factor = T.CreateTruncating(factor);

    /// <summary>c.</summary>
    public double Factor { get; } = factor;

    /// <inheritdoc/>
    public override string Formula => $"y = {FormulaText.Number(Factor)} · x";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Multiply(_factor);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) => Apply(upstream);
}
