using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>y = ln(1 + eˣ), elementwise.</summary>
/// <remarks>Dugas et al. 2001, "Incorporating second-order functional knowledge". A smooth max(x, 0), always positive.</remarks>
public sealed class Softplus<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input) => input.Softplus();

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new Softplus<T>();
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="Softplus{T}"/>
    public static Softplus<T> Softplus() => new();
}
