using System.Globalization;
using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>y = x where x &gt; 0, else α · (eˣ − 1), elementwise.</summary>
/// <remarks>Clevert, Unterthiner &amp; Hochreiter 2016, "Fast and accurate deep network learning by exponential linear units".</remarks>
public sealed class Elu<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The layer.</summary>
    /// <param name="alpha">α: y goes to −α for very negative x.</param>
    /// <exception cref="ArgumentOutOfRangeException">α is not finite.</exception>
    public Elu(double alpha = 1) => Alpha = double.IsFinite(alpha)
        ? alpha
        : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Elu: α is not finite.");

    /// <summary>α: y goes to −α for very negative x.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    public override string ToString() => $"Elu({Alpha.ToString(CultureInfo.InvariantCulture)})";

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input) => input.Elu(Alpha);

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new Elu<T>(Alpha);
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="Elu{T}"/>
    /// <inheritdoc cref="Elu{T}.Elu(double)" path="/param"/>
    public static Elu<T> Elu(double alpha = 1) => new(alpha);
}
