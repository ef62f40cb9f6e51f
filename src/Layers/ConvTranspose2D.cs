using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>
/// Transposed 2-D convolution, which makes images larger: (N, in, H, W) becomes (N, out, H', W') with
/// H' = (H − 1)·stride − 2·padding + dilation·(kernel − 1) + outputPadding + 1; the weight is (in, out/groups, kernel, kernel).
/// </summary>
/// <remarks>
/// <para>
/// Zeiler et al. 2010; <see cref="ConvolutionTranspose2D{T}"/> has the formulas. Each pixel of x spreads its kernel over y, a stride
/// apart:
/// </para>
/// <code>
///       x  a   b   c            stride 2, kernel 3: a lies on y₀ y₁ y₂,
///         ╱│╲ ╱│╲ ╱│╲           b on y₂ y₃ y₄; where they meet they add up
///       y ● ● ● ● ● ● ●
/// </code>
/// <para>
/// The weight's first axis counts inputs, as in PyTorch, so a state fits; its fan in is PyTorch's too, (out/groups)·kernel². No
/// reparametrization takes it, since all of them go by outputs first.
/// </para>
/// </remarks>
public sealed class ConvTranspose2D<T> : ConvolutionLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ConvolutionTranspose2D<T> _convolution;

    /// <summary>A transposed convolution whose weights are not drawn yet.</summary>
    /// <param name="inputs">The channels of an image.</param>
    /// <param name="outputs">The channels made of them.</param>
    /// <param name="kernel">The extent of the square kernel.</param>
    /// <param name="stride">How far apart in y the kernels of neighbouring pixels of x lie.</param>
    /// <param name="padding">Rows and columns taken off each side of y: what a convolution pads.</param>
    /// <param name="outputPadding">Rows and columns added to y at its end, less than the stride: a convolution makes the same size of so
    /// many.</param>
    /// <param name="dilation">The distance between two elements of the kernel.</param>
    /// <param name="groups">Into how many parts the channels fall, each with kernels of its own; it divides both counts.</param>
    /// <param name="bias">Whether a number is added to each output channel.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small, or the output padding not less than the stride.</exception>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public ConvTranspose2D(
        int inputs, int outputs, int kernel, int stride = 1, int padding = 0, int outputPadding = 0, int dilation = 1, int groups = 1,
        bool bias = true)
        : base(axes: 2, transposed: true, inputs, outputs, kernel, stride, padding, dilation, groups, bias)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(outputPadding);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(outputPadding, stride);
        OutputPadding = outputPadding;
        _convolution = new ConvolutionTranspose2D<T>(
            new ConvolutionOptions(stride, padding, dilation, groups), (outputPadding, outputPadding));
    }

    /// <summary>Rows and columns added to y at its end.</summary>
    public int OutputPadding { get; }

    private protected override string FurtherSettings => OutputPadding == 0 ? "" : $", outputPadding: {OutputPadding}";

    private protected override bool HasInputsFirst => true;

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input) => Apply(_convolution, input, EffectiveWeight);

    /// <inheritdoc/>
    protected override WeightedLayer<T> CloneUnparametrized() =>
        new ConvTranspose2D<T>(Inputs, Outputs, Kernel, Stride, Padding, OutputPadding, Dilation, Groups, HasBias);
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="ConvTranspose2D{T}"/>
    /// <inheritdoc cref="ConvTranspose2D{T}.ConvTranspose2D(int, int, int, int, int, int, int, int, bool)" path="/param"/>
    public static ConvTranspose2D<T> ConvTranspose2D(
        int inputs, int outputs, int kernel, int stride = 1, int padding = 0, int outputPadding = 0, int dilation = 1, int groups = 1,
        bool bias = true) =>
        new(inputs, outputs, kernel, stride, padding, outputPadding, dilation, groups, bias);
}
