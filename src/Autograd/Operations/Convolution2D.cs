using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y[n,o] = Σ_c x[n,c] ⋆ w[o,c] (+ b[o]): the cross-correlation that the field calls convolution.</summary>
/// <remarks>
/// x is (N, C, H, W), w is (O, C/groups, KH, KW), b is (O). It is linear in x and in w, so its gradients are two more products of
/// the same kind: <see cref="Convolution2DInputGradient{T}"/> and <see cref="Convolution2DWeightGradient{T}"/>; ∂ℓ/∂b = Σ ∂ℓ/∂y over N, H,
/// W.
/// </remarks>
public sealed class Convolution2D<T>(ConvolutionOptions options) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => "y = x ⋆ w + b";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        Tensor<T> x = inputs[0].Value, weight = inputs[1].Value;
        ConvolutionPlan plan = options.Plan(x.Shape, weight.Shape);
        Tensor<T>? bias = inputs.Count > 2 ? inputs[2].Value : null;
        if (bias is not null && !(bias.Rank == 1 && bias.Count == weight.Shape[0]))
            throw new ArgumentException(
                $"Convolution2D: a bias of shape ({weight.Shape[0]}) is needed for a weight {weight.Shape}; got {bias.Shape}.");

        var y = Tensor<T>.Uninitialized(plan.Output);
        Convolution.Forward(plan, x.AsSpan(), weight.AsSpan(), bias is null ? default : bias.AsSpan(), y.AsWritableSpan());
        return y;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(upstream);
        return input switch
        {
            0 => new Convolution2DInputGradient<T>(options, node.Inputs[0].Shape).Apply(node.Inputs[1], upstream),
            1 => new Convolution2DWeightGradient<T>(options, node.Inputs[1].Shape).Apply(node.Inputs[0], upstream),
            _ => upstream.Sum(0, 2, 3),
        };
    }
}
