using NormNet.Tensors;
using TorchSharp;

namespace NormNet.Peers;

/// <summary>Copies of NormNet's tensors for libtorch.</summary>
internal static class Torch
{
    internal static torch.Tensor From(Tensor<float> values, bool requiresGradient = false) =>
        torch.tensor(values.AsSpan().ToArray(), SizesOf(values.Shape), requires_grad: requiresGradient);

    internal static torch.Tensor From(IndexTensor labels) =>
        torch.tensor(Array.ConvertAll(labels.AsSpan().ToArray(), label => (long)label), SizesOf(labels.Shape));

    internal static long[] SizesOf(Shape shape) => Array.ConvertAll(shape.Extents.ToArray(), extent => (long)extent);
}
