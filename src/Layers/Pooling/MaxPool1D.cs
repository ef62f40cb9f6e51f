using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>The maximum of each window: (N, C, L) becomes (N, C, L') with L' = ⌊(L + 2·padding − kernel) / stride⌋ + 1.</summary>
/// <param name="kernel">The extent of the window.</param>
/// <param name="stride">The step between two windows; the kernel's extent if absent, so that windows lie side by side.</param>
/// <param name="padding">Places added on each side, which are never the maximum.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is too small, or the padding more than half the kernel.</exception>
public sealed class MaxPool1D<T>(int kernel, int? stride = null, int padding = 0) : WindowPool<T>(kernel, stride, padding)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input) =>
        SequenceView.Back(new Autograd.MaxPool2D<T>(SequenceOptions).Apply(SequenceView.AsImages(this, input)));

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new MaxPool1D<T>(Kernel, Stride, Padding);
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="MaxPool1D{T}"/>
    public static MaxPool1D<T> MaxPool1D(int kernel, int? stride = null, int padding = 0) => new(kernel, stride, padding);
}
