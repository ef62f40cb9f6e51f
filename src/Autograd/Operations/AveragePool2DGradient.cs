using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>
/// z = each upstream value u shared out evenly over its window, added up; linear in u, so ∂ℓ/∂u is the average pooling of ∂ℓ/∂z.
/// </summary>
public sealed class AveragePool2DGradient<T>(PoolingOptions options, Shape input) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => "z = u/m over each window of m";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        var z = Tensor<T>.Uninitialized(input);
        AveragePooling.InputGradient(options.Plan(input), inputs[0].Value.AsSpan(), z.AsWritableSpan());
        return z;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        new AveragePool2D<T>(options).Apply(upstream);
}
