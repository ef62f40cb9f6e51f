using System.Numerics;
using System.Text;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>What convolutions of sequences and images have in common, transposed ones too: channels, a kernel and how it moves.</summary>
public abstract class ConvolutionLayer<T> : WeightedLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected ConvolutionLayer(
        int axes, bool transposed, int inputs, int outputs, int kernel, int stride, int padding, int dilation, int groups, bool bias)
        : base(WeightShape(axes, transposed, inputs, outputs, kernel, groups), outputs, bias)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        ArgumentOutOfRangeException.ThrowIfLessThan(dilation, 1);
        if (inputs % groups != 0 || outputs % groups != 0)
        {
            throw new ArgumentException(
                $"{TypeName}: {groups} groups do not divide {inputs} input and {outputs} output channels.", nameof(groups));
        }

        (Inputs, Outputs, Kernel, Stride, Padding, Dilation, Groups) = (inputs, outputs, kernel, stride, padding, dilation, groups);
    }

    /// <summary>The channels of an input.</summary>
    public int Inputs { get; }

    /// <summary>The channels made of them.</summary>
    public int Outputs { get; }

    /// <summary>The extent of the kernel, square on images.</summary>
    public int Kernel { get; }

    /// <summary>The step between two places of the kernel.</summary>
    public int Stride { get; }

    /// <summary>Zeros added on each side; of a transposed convolution, places taken off each side.</summary>
    public int Padding { get; }

    /// <summary>The distance between two elements of the kernel.</summary>
    public int Dilation { get; }

    /// <summary>Into how many parts the channels fall.</summary>
    public int Groups { get; }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder($"{TypeName}({Inputs}, {Outputs}, kernel: {Kernel}");
        if (Stride != 1)
            text.Append($", stride: {Stride}");
        if (Padding != 0)
            text.Append($", padding: {Padding}");
        text.Append(FurtherSettings);
        if (Dilation != 1)
            text.Append($", dilation: {Dilation}");
        if (Groups != 1)
            text.Append($", groups: {Groups}");
        return text.Append(WeightSettings).Append(')').ToString();
    }

    /// <summary>Settings of one kind of convolution, where they differ from the default.</summary>
    private protected virtual string FurtherSettings => "";

    /// <summary>The operation on images with the effective weight and the bias, if there is one.</summary>
    private protected Variable<T> Apply(Operation<T> convolution, Variable<T> images, Variable<T> weight) =>
        Bias is null ? convolution.Apply(images, weight) : convolution.Apply(images, weight, Bias);

    private static Shape WeightShape(int axes, bool transposed, int inputs, int outputs, int kernel, int groups)
    {
        (int first, int second) = transposed ? (AtLeast.One(inputs), AtLeast.One(outputs)) : (AtLeast.One(outputs), AtLeast.One(inputs));
        return Shape.Of([first, second / AtLeast.One(groups), .. Enumerable.Repeat(AtLeast.One(kernel), axes)]);
    }
}
