using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>y = x · Φ(x), elementwise, Φ the standard normal distribution function.</summary>
/// <remarks>
/// Hendrycks &amp; Gimpel 2016, "Gaussian error linear units", who also give the approximation by
/// ½x · (1 + tanh(√(2/π) · (x + 0.044715x³))), which GPT-2 and BERT were trained with.
/// </remarks>
/// <param name="approximate">Whether to use the approximation, which stays within 5e-4.</param>
public sealed class Gelu<T>(bool approximate = false) : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether the approximation by tanh is used.</summary>
    public bool Approximate { get; } = approximate;

    /// <inheritdoc/>
    public override string ToString() => Approximate ? "Gelu(approximate)" : "Gelu";

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input) => input.Gelu(Approximate);

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new Gelu<T>(Approximate);
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="Gelu{T}"/>
    public static Gelu<T> Gelu(bool approximate = false) => new(approximate);
}
