using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>z = the gradient by the weight of a convolution of x, for upstream u: ⟨v, z⟩ = ⟨x ⋆ v, u⟩ for every v.</summary>
/// <remarks>That identity is its derivative too: ∂ℓ/∂x is the input gradient of (∂ℓ/∂z, u), and ∂ℓ/∂u = x ⋆ ∂ℓ/∂z.</remarks>
public sealed class Convolution2DWeightGradient<T>(ConvolutionOptions options, Shape weight) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => "z = x ⋆ u, the gradient by w";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        Tensor<T> x = inputs[0].Value, upstream = inputs[1].Value;
        var z = Tensor<T>.Uninitialized(weight);
        Convolution.WeightGradient(options.Plan(x.Shape, weight), x.AsSpan(), upstream.AsSpan(), z.AsWritableSpan());
        return z;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        ArgumentNullException.ThrowIfNull(node);
        return input == 0
            ? new Convolution2DInputGradient<T>(options, node.Inputs[0].Shape).Apply(upstream, node.Inputs[1])
            : new Convolution2D<T>(options).Apply(node.Inputs[0], upstream);
    }
}
