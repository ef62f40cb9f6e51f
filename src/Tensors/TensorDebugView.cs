using System.Diagnostics;
using System.Numerics;

namespace NormNet.Tensors;

/// <summary>What a debugger unfolds of a tensor: how its numbers spread, which of them are no numbers, and the numbers.</summary>
/// <remarks>It reads only, so that looking counts as no change; of a tensor that was handed back it shows the shape alone.</remarks>
internal sealed class TensorDebugView<T>(Tensor<T> tensor)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Shape Shape => tensor.Shape;

    public bool IsHandedBack => tensor.IsHandedBack;

    public int Version => tensor.Version;

    public int NonFinite => Values.Count(value => !T.IsFinite(value));

    public T Minimum => Values.DefaultIfEmpty(T.NaN).Min();

    public T Maximum => Values.DefaultIfEmpty(T.NaN).Max();

    public string Text => IsHandedBack ? "" : tensor.ToString();

    [DebuggerBrowsable(DebuggerBrowsableState.Collapsed)]
    public T[] Values => IsHandedBack ? [] : tensor.AsSpan().ToArray();
}
