using System.Numerics;

namespace NormNet.Layers;

/// <summary>Layers by name, for <c>using static NormNet.Layers.Nn&lt;float&gt;;</c>. Each layer's file ends with its entry.</summary>
/// <typeparam name="T"><see cref="float"/> to train, <see cref="double"/> to prove: the same model either way.</typeparam>
public static partial class Nn<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
}
