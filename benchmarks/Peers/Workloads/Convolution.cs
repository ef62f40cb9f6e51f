using NormNet.Autograd;
using TorchSharp;

namespace NormNet.Peers;

/// <summary>A convolution of 32 to 64 channels by 3×3 kernels, with a bias, that keeps the extents of the images.</summary>
internal sealed class Convolution(bool backward) : OperationWorkload(
    Work.MultiplyAdds((double)Images * Outputs * Extent * Extent * Inputs * Kernel * Kernel * (backward ? 3 : 1)),
    backward ? [Images, Outputs, Extent, Extent] : null,
    [Images, Inputs, Extent, Extent],
    [Outputs, Inputs, Kernel, Kernel],
    [Outputs])
{
    private const int Images = 64, Inputs = 32, Outputs = 64, Extent = 28, Kernel = 3, Padding = 1;

    private readonly Convolution2D<float> _convolution = new(new ConvolutionOptions(1, Padding));

    protected override Variable<float> Apply(Variable<float>[] inputs) => _convolution.Apply(inputs);

    protected override torch.Tensor Apply(torch.Tensor[] inputs) =>
        torch.nn.functional.conv2d(inputs[0], inputs[1], inputs[2], strides: [1, 1], padding: [Padding, Padding]);
}
