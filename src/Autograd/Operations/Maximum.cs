using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = max(a, b), elementwise with NumPy broadcasting; the larger gets ∂ℓ/∂y, equal ones half of it each.</summary>
public sealed class Maximum<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly Maximum<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "y = max(a, b)";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Maximum(inputs[1].Value);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        Tensor<T> mine = node.Inputs[input].Value, other = node.Inputs[1 - input].Value;
        Tensor<T> share = mine.Greater(other).Add(mine.Equal(other).Multiply(T.CreateTruncating(0.5)));
        return (upstream * share).SumTo(mine.Shape);
    }
}
