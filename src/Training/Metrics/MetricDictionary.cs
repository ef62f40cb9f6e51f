using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace NormNet.Training;

/// <summary>Measured metrics by name, in the names' order; equal where names and numbers are.</summary>
public sealed class MetricDictionary : IReadOnlyDictionary<string, double>, IEquatable<MetricDictionary>
{
    private readonly SortedDictionary<string, double> _values = new(StringComparer.Ordinal);

    /// <summary>Metrics under their names.</summary>
    /// <exception cref="ArgumentException">Two have one name.</exception>
    public MetricDictionary(IEnumerable<KeyValuePair<string, double>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach ((string name, double value) in values)
            _values.Add(name, value);
    }

    /// <summary>No metrics.</summary>
    public static MetricDictionary None { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _values.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _values.Keys;

    /// <inheritdoc/>
    public IEnumerable<double> Values => _values.Values;

    /// <summary>The value of a metric.</summary>
    /// <exception cref="KeyNotFoundException">No metric of that name was measured; the message has the names.</exception>
    public double this[string key] => _values.TryGetValue(key, out double value)
        ? value
        : throw new KeyNotFoundException($"No metric \"{key}\" was measured, only: {string.Join(", ", Keys)}.");

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _values.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value) => _values.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(MetricDictionary? other) => other is not null && _values.SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MetricDictionary);

    /// <inheritdoc/>
    public override int GetHashCode() => _values.Aggregate(0, (hash, pair) => HashCode.Combine(hash, pair.Key, pair.Value));

    /// <summary>Names and numbers, such as <c>r2 0.93, mean_absolute_error 0.12</c>.</summary>
    public override string ToString() =>
        string.Join(", ", _values.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value:G4}")));

    internal static MetricDictionary Of<T>(IEnumerable<Metric<T>> metrics)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(metrics.Select(metric => KeyValuePair.Create(metric.Name, metric.Value)));

    /// <summary>Refuses metrics that a history could not tell apart or write down.</summary>
    /// <exception cref="ArgumentException">A name is taken, empty, or holds what separates columns.</exception>
    internal static void CheckNames<T>(IEnumerable<Metric<T>> metrics, IEnumerable<string> taken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var names = new HashSet<string>(taken, StringComparer.Ordinal);
        foreach (Metric<T> metric in metrics)
        {
            if (string.IsNullOrWhiteSpace(metric.Name) || metric.Name.AsSpan().ContainsAny(",\"\r\n"))
            {
                throw new ArgumentException(
                    $"A metric is called \"{metric.Name}\"; a name without commas, quotes and line breaks is expected.", nameof(metrics));
            }

            if (!names.Add(metric.Name))
                throw new ArgumentException($"The name \"{metric.Name}\" is given to two figures.", nameof(metrics));
        }
    }
}
