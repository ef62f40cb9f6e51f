using System.Collections;
using System.Globalization;
using System.Text;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Training;

/// <summary>The figures of a training, epoch by epoch.</summary>
public sealed class History : IReadOnlyList<EpochRecord>
{
    private const int Columns = 8;
    private const string Header = "epoch,step,train_loss,train_accuracy,validation_loss,validation_accuracy,learning_rate,seconds";

    private readonly List<EpochRecord> _epochs = [];

    /// <summary>The number of epochs recorded.</summary>
    public int Count => _epochs.Count;

    /// <summary>The record at a position, from 0.</summary>
    public EpochRecord this[int index] => _epochs[index];

    /// <inheritdoc/>
    public IEnumerator<EpochRecord> GetEnumerator() => _epochs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The names that metrics cannot have.</summary>
    internal static IReadOnlyList<string> ColumnNames { get; } = Header.Split(',');

    /// <summary>Comma-separated values under a line of names; a figure that does not exist is left empty.</summary>
    public string ToCsv()
    {
        string[] metrics = MetricNames(_epochs);
        var text = new StringBuilder(Header).AppendJoin("", metrics.Select(name => $",{name}")).Append('\n');
        foreach (EpochRecord e in _epochs)
        {
            text.Append(CultureInfo.InvariantCulture, $"{e.Epoch},{e.Step},{e.TrainLoss},{e.TrainAccuracy},")
                .Append(CultureInfo.InvariantCulture, $"{e.ValidationLoss},{e.ValidationAccuracy},{e.LearningRate},{e.Seconds:F3}");
            foreach (string name in metrics)
                text.Append(CultureInfo.InvariantCulture, $",{(e.Metrics.TryGetValue(name, out double value) ? value : null as double?)}");
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Writes <see cref="ToCsv"/> to a file, whole or not at all.</summary>
    /// <exception cref="IOException">The folder does not exist or the disk is full; an older file of that name stays as it was.</exception>
    public void WriteCsv(string path) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToCsv())));

    /// <summary>The names of all metrics that any of the epochs has, in their order.</summary>
    internal static string[] MetricNames(IEnumerable<EpochRecord> records) =>
        [.. records.SelectMany(record => record.Metrics.Keys).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Adds an epoch, in place of the last if that was the same one, cut short by an earlier end of training.</summary>
    internal void Add(EpochRecord record)
    {
        if (_epochs.Count > 0 && _epochs[^1].Epoch == record.Epoch)
            _epochs.RemoveAt(_epochs.Count - 1);
        _epochs.Add(record);
    }

    internal void Replace(EpochRecord[] records)
    {
        _epochs.Clear();
        _epochs.AddRange(records);
    }

    /// <summary>A row an epoch; NaN where a figure does not exist. Integers are exact up to 2⁵³.</summary>
    internal static Tensor<double> ToTensor(EpochRecord[] records) => Tensor<double>.Wrap(
        [.. records.SelectMany(e => (double[])
        [
            e.Epoch, e.Step, e.TrainLoss, e.TrainAccuracy ?? double.NaN, e.ValidationLoss ?? double.NaN,
            e.ValidationAccuracy ?? double.NaN, e.LearningRate, e.Seconds,
        ])],
        [records.Length, Columns]);

    /// <summary>The records of such a tensor.</summary>
    /// <exception cref="ArgumentException">It is not one.</exception>
    internal static EpochRecord[] FromTensor(StateTensor tensor, string name)
    {
        if (tensor.Type != ElementType.F64 || tensor.Shape.Rank != 2 || tensor.Shape[1] != Columns)
            throw new ArgumentException($"{name} is {tensor}; F64 (epochs, {Columns}) is expected.", nameof(tensor));

        Tensor<double> rows = tensor.ToTensor<double>();
        var records = new EpochRecord[rows.Shape[0]];
        for (int i = 0; i < records.Length; i++)
        {
            ReadOnlySpan<double> row = rows.AsSpan().Slice(i * Columns, Columns);
            if (!(IsCount(row[0], int.MaxValue) && IsCount(row[1], 1L << 53)) || (i > 0 && row[0] <= records[i - 1].Epoch))
            {
                throw new ArgumentException(
                    $"{name}: row {i} has epoch {row[0]} and step {row[1]}; epochs are expected to rise.", nameof(tensor));
            }

            records[i] = new EpochRecord((int)row[0], (long)row[1], row[2], OrNull(row[3]), OrNull(row[4]), OrNull(row[5]), row[6], row[7]);
        }

        return records;
    }

    private static bool IsCount(double value, double most) => value >= 1 && value <= most && value == Math.Floor(value);

    private static double? OrNull(double value) => double.IsNaN(value) ? null : value;
}
