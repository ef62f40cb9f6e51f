using System.Globalization;
using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>y = x where x &gt; 0, else a · x, elementwise.</summary>
/// <remarks>Maas, Hannun &amp; Ng 2013, "Rectifier nonlinearities improve neural network acoustic models".</remarks>
public sealed class LeakyRelu<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The layer.</summary>
    /// <param name="slope">a.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slope is not finite.</exception>
    public LeakyRelu(double slope = 0.01) => Slope = double.IsFinite(slope)
        ? slope
        : throw new ArgumentOutOfRangeException(nameof(slope), slope, "LeakyRelu: the slope is not finite.");

    /// <summary>a.</summary>
    public double Slope { get; }

    /// <inheritdoc/>
    public override string ToString() => $"LeakyRelu({Slope.ToString(CultureInfo.InvariantCulture)})";

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input) => input.LeakyRelu(Slope);

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new LeakyRelu<T>(Slope);
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="LeakyRelu{T}"/>
    /// <inheritdoc cref="LeakyRelu{T}.LeakyRelu(double)" path="/param"/>
    public static LeakyRelu<T> LeakyRelu(double slope = 0.01) => new(slope);
}
