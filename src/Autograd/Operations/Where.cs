using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>
/// y = a where c ≠ 0, b elsewhere, with NumPy broadcasting; ∂ℓ/∂a = ∂ℓ/∂y where c ≠ 0, ∂ℓ/∂b elsewhere; the condition c gets none.
/// </summary>
/// <remarks>What is not chosen gets a gradient of exactly 0, even where ∂ℓ/∂y is not finite.</remarks>
public sealed class Where<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly Where<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "y = c ? a : b";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => Tensor<T>.Where(inputs[0].Value, inputs[1].Value, inputs[2].Value);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        Variable<T> condition = node.Inputs[0], zero = Tensor<T>.Scalar(0);
        return input switch
        {
            0 => null,
            1 => Apply(condition, upstream, zero).SumTo(node.Inputs[1].Shape),
            _ => Apply(condition, zero, upstream).SumTo(node.Inputs[2].Shape),
        };
    }
}
