using System.Globalization;

namespace NormNet.Data;

/// <summary>Which columns of a CSV file are inputs, which are answers, and what all are called.</summary>
/// <param name="Names">Of all columns.</param>
/// <param name="Features">The positions of the inputs.</param>
/// <param name="Targets">The positions of the numbers to predict, in the order in which they were asked for.</param>
/// <param name="Label">The position of the class; −1 where there are targets.</param>
internal sealed record CsvColumns(IReadOnlyList<string> Names, int[] Features, int[] Targets, int Label)
{
    /// <summary>Sorts the columns by what the options make of them.</summary>
    /// <exception cref="ArgumentException">A column that is named is not there, or is named twice, or none is left for inputs.</exception>
    /// <exception cref="InvalidDataException">The first line has a name twice.</exception>
    internal static CsvColumns Of(CsvReader reader, string path, CsvOptions options, List<string> firstLine)
    {
        string[] names = options.HasHeader
            ? [.. firstLine.Select(name => name.Trim())]
            : [.. Enumerable.Range(1, firstLine.Count).Select(number => number.ToString(CultureInfo.InvariantCulture))];
        if (names.CountBy(name => name).FirstOrDefault(pair => pair.Value > 1) is { Value: > 1 } twice)
            throw reader.Fault(reader.Line, $"two columns are called '{twice.Key}'");

        int label = options.Label is null ? -1 : Find(options.Label);
        int[] targets = [.. options.Targets.Select(Find)], ignored = [.. options.Ignored.Select(Find)];
        int[] named = [.. targets, .. ignored, .. label < 0 ? (int[])[] : [label]];
        if (named.Distinct().Count() < named.Length)
            throw new ArgumentException("CsvFile: a column is named twice among label, targets and ignored ones.", nameof(options));

        int[] features = [.. Enumerable.Range(0, names.Length).Except(named)];
        return features.Length > 0
            ? new CsvColumns(names, features, targets, label)
            : throw new ArgumentException($"CsvFile: '{path}' has no column left for inputs.", nameof(options));

        int Find(string name)
        {
            int position = Array.IndexOf(names, name);
            return position >= 0
                ? position
                : throw new ArgumentException(
                    $"CsvFile: '{path}' has no column '{name}'; it has: {string.Join(", ", names)}.", nameof(options));
        }
    }
}
