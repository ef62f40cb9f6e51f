using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>y = x/(1 + e⁻ˣ), elementwise.</summary>
/// <remarks>
/// Elfwing, Uchibe &amp; Doya 2018, "Sigmoid-weighted linear units"; Ramachandran, Zoph &amp; Le 2017, who call it Swish.
/// </remarks>
public sealed class Silu<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input) => input.Silu();

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new Silu<T>();
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="Silu{T}"/>
    public static Silu<T> Silu() => new();
}
