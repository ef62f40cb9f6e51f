using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>The mean of each window: (N, C, L) becomes (N, C, L') with L' = ⌊(L + 2·padding − kernel) / stride⌋ + 1.</summary>
/// <param name="kernel">The extent of the window.</param>
/// <param name="stride">The step between two windows; the kernel's extent if absent, so that windows lie side by side.</param>
/// <param name="padding">Zeros added on each side, which count in the mean (PyTorch's default).</param>
/// <exception cref="ArgumentOutOfRangeException">A number is too small, or the padding more than half the kernel.</exception>
public sealed class AveragePool1D<T>(int kernel, int? stride = null, int padding = 0) : WindowPool<T>(kernel, stride, padding)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input) =>
        SequenceView.Back(new Autograd.AveragePool2D<T>(SequenceOptions).Apply(SequenceView.AsImages(this, input)));

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new AveragePool1D<T>(Kernel, Stride, Padding);
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="AveragePool1D{T}"/>
    public static AveragePool1D<T> AveragePool1D(int kernel, int? stride = null, int padding = 0) => new(kernel, stride, padding);
}
