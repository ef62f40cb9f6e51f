using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = x ⋆ᵀ w (+ b): the transposed convolution, which spreads each pixel of x over a window of y (Zeiler et al. 2010).</summary>
/// <remarks>
/// <para>
/// x is (N, C, H, W), w is (C, O/groups, KH, KW), b is (O), y is (N, O, OH, OW) with OH = (H − 1)·stride − 2·padding + dilation·(KH − 1) +
/// output padding + 1, OW likewise. It is <see cref="Convolution2DInputGradient{T}"/> of the convolution with the same settings from O to
/// C channels: ⟨v, x ⋆ᵀ w⟩ = ⟨v ⋆ w, x⟩ for every v. Hence ∂ℓ/∂x = ∂ℓ/∂y ⋆ w, ∂ℓ/∂w is the convolution's weight gradient of
/// (∂ℓ/∂y, x), and ∂ℓ/∂b = Σ ∂ℓ/∂y over N, H, W.
/// </para>
/// <para>
/// A convolution of stride s makes the same H of s different sizes; the output padding, less than s, says by how much y is larger than
/// the smallest of them. PyTorch also takes an output padding below the dilation.
/// </para>
/// </remarks>
public sealed class ConvolutionTranspose2D<T>(ConvolutionOptions options, (int Height, int Width) outputPadding = default) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Convolution2D<T> _adjoint = new(options);

    /// <inheritdoc/>
    public override string Formula => "y = x ⋆ᵀ w + b";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        Tensor<T> x = inputs[0].Value, weight = inputs[1].Value;
        Tensor<T>? bias = inputs.Count > 2 ? inputs[2].Value : null;
        Shape output = OutputOf(x.Shape, weight.Shape);
        if (bias is not null && !(bias.Rank == 1 && bias.Count == output[1]))
        {
            throw new ArgumentException(
                $"ConvolutionTranspose2D: a bias of shape ({output[1]}) is needed for a weight {weight.Shape}; got {bias.Shape}.");
        }

        var y = Tensor<T>.Uninitialized(output);
        Convolution.Transposed(
            options.Plan(output, weight.Shape), x.AsSpan(), weight.AsSpan(), bias is null ? default : bias.AsSpan(), y.AsWritableSpan());
        return y;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(upstream);
        return input switch
        {
            0 => _adjoint.Apply(upstream, node.Inputs[1]),
            1 => new Convolution2DWeightGradient<T>(options, node.Inputs[1].Shape).Apply(upstream, node.Inputs[0]),
            _ => upstream.Sum(0, 2, 3),
        };
    }

    private Shape OutputOf(Shape x, Shape weight)
    {
        if (x.Rank != 4 || weight.Rank != 4 || x[1] != weight[0] || weight[0] % options.Groups != 0)
            throw Unfit($"the input is (N, C, H, W), the weight (C, O/groups, KH, KW) and C divisible by {options.Groups} groups");
        if (!Fits(outputPadding.Height, options.Stride.Height) || !Fits(outputPadding.Width, options.Stride.Width))
            throw Unfit($"the output padding {outputPadding} is from 0 to less than the stride {options.Stride}");

        int height = Extent(x[2], weight[2], options.Stride.Height, options.Padding.Height, options.Dilation.Height, outputPadding.Height);
        int width = Extent(x[3], weight[3], options.Stride.Width, options.Padding.Width, options.Dilation.Width, outputPadding.Width);
        if (height <= 0 || width <= 0)
            throw Unfit($"the output has pixels; it would be {height}×{width}");
        return [x[0], weight[1] * options.Groups, height, width];

        ArgumentException Unfit(string needed) =>
            new($"ConvolutionTranspose2D of {x} with {weight}, {options}: needed is that {needed}.");
    }

    private static bool Fits(int outputPadding, int stride) => outputPadding >= 0 && outputPadding < stride;

    private static int Extent(int extent, int kernel, int stride, int padding, int dilation, int outputPadding) =>
        checked((int)(((extent - 1L) * stride) - (2L * padding) + ((long)dilation * (kernel - 1)) + outputPadding + 1));
}
