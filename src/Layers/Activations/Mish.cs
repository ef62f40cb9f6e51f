using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>y = x · tanh(ln(1 + eˣ)), elementwise.</summary>
/// <remarks>Misra 2019, "Mish: a self regularized non-monotonic activation function".</remarks>
public sealed class Mish<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input) => input.Mish();

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new Mish<T>();
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="Mish{T}"/>
    public static Mish<T> Mish() => new();
}
