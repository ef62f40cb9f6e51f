using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>
/// 1-D convolution (cross-correlation, as in PyTorch): (N, in, L) becomes (N, out, L') with
/// L' = ⌊(L + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1; the weight is (out, in/groups, kernel).
/// </summary>
/// <remarks>It is computed as a 2-D convolution of images of one row, whose kernel has one row.</remarks>
public sealed class Conv1D<T> : ConvolutionLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Convolution2D<T> _convolution;

    /// <summary>A convolution whose weights are not drawn yet.</summary>
    /// <param name="inputs">The channels of a sequence.</param>
    /// <param name="outputs">The channels made of them.</param>
    /// <param name="kernel">The extent of the kernel.</param>
    /// <param name="stride">The step between two places of the kernel.</param>
    /// <param name="padding">Zeros added on each side.</param>
    /// <param name="dilation">The distance between two elements of the kernel.</param>
    /// <param name="groups">Into how many parts the channels fall, each with kernels of its own; it divides both counts.</param>
    /// <param name="bias">Whether a number is added to each output channel.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public Conv1D(int inputs, int outputs, int kernel, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool bias = true)
        : base(axes: 1, transposed: false, inputs, outputs, kernel, stride, padding, dilation, groups, bias) =>
        _convolution = new Convolution2D<T>(new ConvolutionOptions((1, stride), (0, padding), (1, dilation), groups));

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        Variable<T> weight = EffectiveWeight, oneRow = weight.Reshape(weight.Shape.Insert(2, extent: 1));
        return SequenceView.Back(Apply(_convolution, SequenceView.AsImages(this, input), oneRow));
    }

    /// <inheritdoc/>
    protected override WeightedLayer<T> CloneUnparametrized() =>
        new Conv1D<T>(Inputs, Outputs, Kernel, Stride, Padding, Dilation, Groups, HasBias);
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="Conv1D{T}"/>
    /// <inheritdoc cref="Conv1D{T}.Conv1D(int, int, int, int, int, int, int, bool)" path="/param"/>
    public static Conv1D<T> Conv1D(
        int inputs, int outputs, int kernel, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool bias = true) =>
        new(inputs, outputs, kernel, stride, padding, dilation, groups, bias);
}
