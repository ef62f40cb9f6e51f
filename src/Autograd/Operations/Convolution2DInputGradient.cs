using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>z = the gradient by the input of a convolution with weight w, for upstream u: ⟨v, z⟩ = ⟨v ⋆ w, u⟩ for every v.</summary>
/// <remarks>That identity is its derivative too: ∂ℓ/∂w is the weight gradient of (∂ℓ/∂z, u), and ∂ℓ/∂u = ∂ℓ/∂z ⋆ w.</remarks>
public sealed class Convolution2DInputGradient<T>(ConvolutionOptions options, Shape input) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => "z = u ⋆ᵀ w, the gradient by x";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        Tensor<T> weight = inputs[0].Value, upstream = inputs[1].Value;
        var z = Tensor<T>.Uninitialized(input);
        Convolution.InputGradient(options.Plan(input, weight.Shape), weight.AsSpan(), upstream.AsSpan(), z.AsWritableSpan());
        return z;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        ArgumentNullException.ThrowIfNull(node);
        return input == 0
            ? new Convolution2DWeightGradient<T>(options, node.Inputs[0].Shape).Apply(upstream, node.Inputs[1])
            : new Convolution2D<T>(options).Apply(upstream, node.Inputs[0]);
    }
}
