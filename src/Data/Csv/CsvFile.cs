using System.Globalization;
using System.Numerics;
using System.Text;
using NormNet.Tensors;

namespace NormNet.Data;

/// <summary>Data sets in CSV files: a sample a line, a column each for its numbers and one for its class.</summary>
/// <remarks>
/// Numbers are written as <c>-1.5e3</c>, whatever the culture. A class is a word, or a number: where every label is a whole number from 0,
/// the class has that number; otherwise classes are numbered in the ordinal order of their words. A missing value is an error, because no
/// number is right in its place.
/// </remarks>
public static class CsvFile
{
    private const int MostClasses = 1 << 16;

    /// <summary>Reads a file in UTF-8.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ArgumentException">The options do not say which columns are answers, or name one that is not there.</exception>
    /// <exception cref="InvalidDataException">
    /// A value is missing or no finite number, a line has more or fewer fields than the first, quotes are wrong, a name comes twice, or
    /// there is no sample; the message names line and column.
    /// </exception>
    public static CsvData<T> Read<T>(string path, CsvOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Label is null == (options.Targets.Count == 0))
            throw new ArgumentException("CsvFile: either the label's column or columns of targets are to be named.", nameof(options));
        if (options.Separator is '"' or '\r' or '\n')
            throw new ArgumentException("CsvFile: a quote or line end cannot separate fields.", nameof(options));

        using var text = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        var reader = new CsvReader(path, text, options.Separator);
        List<string> fields = [];
        if (!reader.Read(fields))
            throw reader.Fault(1, "there is no sample");

        var columns = CsvColumns.Of(reader, path, options, fields);
        List<T> inputs = [], targets = [];
        List<string> labels = [];
        List<int> lines = [];
        bool more = !options.HasHeader || reader.Read(fields);
        for (; more; more = reader.Read(fields))
        {
            if (fields.Count != columns.Names.Count)
                throw reader.Fault(reader.Line, $"there are {fields.Count} fields where the first line has {columns.Names.Count}");
            AddNumbers(inputs, columns.Features);
            AddNumbers(targets, columns.Targets);
            if (columns.Label >= 0)
                labels.Add(Present(columns.Label));
            lines.Add(reader.Line);
        }

        if (lines.Count == 0)
            throw reader.Fault(reader.Line, "there is no sample after the names of the columns");
        IReadOnlyList<string> features = [.. columns.Features.Select(column => columns.Names[column])];
        Tensor<T> values = Tensor<T>.Wrap([.. inputs], [lines.Count, columns.Features.Length]);
        if (columns.Label < 0)
        {
            Tensor<T> asked = Tensor<T>.Wrap([.. targets], [lines.Count, columns.Targets.Length]);
            return new CsvData<T>(new DataSet<T>(values, asked), features, []);
        }

        (int[] numbers, string[] classes) = Number(labels);
        return new CsvData<T>(new DataSet<T>(values, IndexTensor.Wrap(numbers, [lines.Count]), classes.Length), features, classes);

        void AddNumbers(List<T> numbers, int[] from)
        {
            foreach (int column in from)
            {
                string field = Present(column);
                numbers.Add(T.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out T number) && T.IsFinite(number)
                    ? number
                    : throw Fault(column, $"'{Shortened(field)}' is no finite number"));
            }
        }

        string Present(int column)
        {
            string field = fields[column].Trim();
            return field.Length > 0 ? field : throw Fault(column, "the value is missing");
        }

        InvalidDataException Fault(int column, string finding) =>
            reader.Fault(reader.Line, $"column {column + 1}{(options.HasHeader ? $" ('{columns.Names[column]}')" : "")}: {finding}");
    }

    private static (int[] Numbers, string[] Classes) Number(List<string> labels)
    {
        int[] numbers = [.. labels.Select(label =>
            int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < MostClasses ? number : -1)];
        if (!numbers.Contains(-1))
            return (numbers, [.. Enumerable.Range(0, numbers.Max() + 1).Select(k => k.ToString(CultureInfo.InvariantCulture))]);

        string[] words = [.. labels.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return ([.. labels.Select(label => Array.BinarySearch(words, label, StringComparer.Ordinal))], words);
    }

    private static string Shortened(string field) => field.Length <= 40 ? field : $"{field[..40]}…";
}
