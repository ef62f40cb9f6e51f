using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>How a 2-D convolution moves over its input: what its operations have in common besides the tensors.</summary>
/// <param name="Stride">By how much the window moves.</param>
/// <param name="Padding">Rows of zeros above and below, columns of zeros left and right.</param>
/// <param name="Dilation">The distance of neighbouring kernel elements.</param>
/// <param name="Groups">Independent parts that the channels are divided into.</param>
public sealed record ConvolutionOptions(
    (int Height, int Width) Stride, (int Height, int Width) Padding, (int Height, int Width) Dilation, int Groups = 1)
{
    /// <summary>Stride, padding and dilation alike in both directions.</summary>
    public ConvolutionOptions(int stride = 1, int padding = 0, int dilation = 1, int groups = 1)
        : this((stride, stride), (padding, padding), (dilation, dilation), groups)
    {
    }

    internal ConvolutionPlan Plan(Shape input, Shape weight) => new(input, weight, Stride, Padding, Dilation, Groups);
}
