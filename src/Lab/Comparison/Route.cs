using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>One way to the gradients, and the numbers it gave.</summary>
/// <remarks>All numbers are kept in double, which holds those of float exactly.</remarks>
public sealed class Route
{
    private readonly Dictionary<Quantity, RouteValue> _values = [];

    internal Route(string name, string precision)
    {
        Name = name;
        Precision = precision;
    }

    /// <summary>Such as <c>lecture</c>, <c>simplified</c>, <c>fused</c>, <c>tape</c>, <c>finite differences</c>.</summary>
    public string Name { get; }

    /// <summary>In which it computed: <c>float</c> or <c>double</c>.</summary>
    public string Precision { get; }

    /// <summary>The quantities that this route has.</summary>
    public IEnumerable<Quantity> Quantities => _values.Keys.Order();

    /// <summary>The numbers of a quantity; null where this route has no such thing.</summary>
    public RouteValue? this[Quantity quantity] => _values.GetValueOrDefault(quantity);

    /// <summary>The name and precision.</summary>
    public override string ToString() => $"{Name} ({Precision})";

    internal void Add<T>(Quantity quantity, Tensor<T>? values, string? node = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (values is not null)
            _values[quantity] = new RouteValue(values.Cast<double>(), node);
    }

    internal void Add(Quantity quantity, RouteValue value) => _values[quantity] = value;

    internal static string PrecisionOf<T>() =>
        typeof(T) == typeof(float) ? "float" : typeof(T) == typeof(double) ? "double" : typeof(T).Name;
}

/// <summary>The numbers that a route gave for one quantity.</summary>
/// <param name="Values">The numbers, in the quantity's shape, or one for each direction.</param>
/// <param name="Node">The tape's node that made them, where a tape did.</param>
/// <param name="Project">Where random directions were differentiated along: brings another route's numbers to the same directions.</param>
public sealed record RouteValue(Tensor<double> Values, string? Node = null, Func<Tensor<double>, Tensor<double>>? Project = null);
