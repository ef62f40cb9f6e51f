using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = min(a, b), elementwise with NumPy broadcasting; the smaller gets ∂ℓ/∂y, equal ones half of it each.</summary>
public sealed class Minimum<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly Minimum<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "y = min(a, b)";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Minimum(inputs[1].Value);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        Tensor<T> mine = node.Inputs[input].Value, other = node.Inputs[1 - input].Value;
        Tensor<T> share = mine.Less(other).Add(mine.Equal(other).Multiply(T.CreateTruncating(0.5)));
        return (upstream * share).SumTo(mine.Shape);
    }
}
