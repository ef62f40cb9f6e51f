using NormNet.Layers;
using NormNet.Tensors;
using static TorchSharp.torch;

namespace NormNet.Peers;

/// <summary>A network as both sides write it. Parameters have the same names in the same order.</summary>
internal abstract class Network
{
    /// <summary>The shape of one sample.</summary>
    internal abstract Shape Sample { get; }

    /// <summary>How many numbers come out for a sample; a network of one output is trained by its squared error, others as classifiers.</summary>
    internal abstract int Outputs { get; }

    /// <summary>Multiply-adds of each layer's product or convolution for one sample, forward.</summary>
    internal abstract IReadOnlyList<double> MultiplyAdds { get; }

    /// <summary>The same of all layers together in a training step: forward, for the weights' gradient and for the input's.</summary>
    /// <remarks>The first layer's input is the data, whose gradient nobody asks for.</remarks>
    internal double TrainingMultiplyAdds => (3 * MultiplyAdds.Sum()) - MultiplyAdds[0];

    /// <summary>Whether it has neither ReLU nor max pooling, whose gradients jump.</summary>
    internal virtual bool IsSmooth => false;

    internal bool Classifies => Outputs > 1;

    internal abstract Sequential<float> NormNet();

    internal abstract nn.Module<Tensor, Tensor> Torch();

    /// <summary>The multiply-adds of dense layers in a row, given the width of each.</summary>
    protected static IEnumerable<double> Products(params int[] widths) => widths.Zip(widths.Skip(1), (inputs, outputs) => (double)inputs * outputs);

    /// <summary>The multiply-adds of a convolution by 3×3 kernels that keeps the extent of a square image.</summary>
    protected static double Convolution(int inputs, int outputs, int extent) => 9.0 * inputs * outputs * extent * extent;
}
