using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Training;

/// <summary>Where a training is, and the numbers of its plan that must stay for that to mean the same samples.</summary>
internal sealed record Position(
    long Step, double Seconds, RunningSums Sums, EpochRecord[] History, long Seed, long BatchSize, long DropLast, long Samples)
{
    private const string StepName = "training.step";
    private const string SecondsName = "training.seconds";
    private const string SumsName = "training.sums";
    private const string HistoryName = "training.history";
    private const string MetricPrefix = "training.metrics.";
    private const string SeedName = "training.seed";
    private const string BatchSizeName = "training.batch_size";
    private const string DropLastName = "training.drop_last";
    private const string SamplesName = "training.samples";

    /// <summary>Far more than any training, and small enough that nothing computed from a step overflows.</summary>
    private const long MostSteps = 1L << 53;

    internal void AddTo(StateDictionary state)
    {
        state.Add(StepName, Step);
        state.Add(SeedName, Seed);
        state.Add(BatchSizeName, BatchSize);
        state.Add(DropLastName, DropLast);
        state.Add(SamplesName, Samples);
        state.Add(SecondsName, Tensor<double>.Scalar(Seconds));
        state.Add(SumsName, Tensor<double>.From(Sums.Values));
        state.Add(HistoryName, Training.History.ToTensor(History));
        foreach (string name in Training.History.MetricNames(History))
        {
            double[] column = [.. History.Select(record => record.Metrics.TryGetValue(name, out double value) ? value : double.NaN)];
            state.Add(MetricPrefix + name, Tensor<double>.Wrap(column, [column.Length]));
        }
    }

    /// <summary>Reads what <see cref="AddTo"/> wrote.</summary>
    /// <exception cref="ArgumentException">A field is missing or holds what it cannot hold.</exception>
    internal static Position Read(StateDictionary state)
    {
        long step = Integer(state, StepName);
        if (step is < 0 or > MostSteps)
            throw new ArgumentException($"{StepName} is {step}, which is no number of steps.", nameof(state));

        double seconds = Doubles(state, SecondsName, Shape.Scalar)[0];
        if (!(seconds >= 0 && seconds < TimeSpan.MaxValue.TotalSeconds))
            throw new ArgumentException($"{SecondsName} is {seconds}, which is no time.", nameof(state));

        return new Position(
            step,
            seconds,
            RunningSums.From(Doubles(state, SumsName, [3])),
            WithMetrics(Training.History.FromTensor(Find(state, HistoryName), HistoryName), state),
            Integer(state, SeedName),
            Integer(state, BatchSizeName),
            Integer(state, DropLastName),
            Integer(state, SamplesName));
    }

    /// <exception cref="ArgumentException">The batches of the other training are not those of this one.</exception>
    internal void CheckBelongsTo(Position other)
    {
        Check(SeedName, Seed, other.Seed);
        Check(BatchSizeName, BatchSize, other.BatchSize);
        Check(DropLastName, DropLast, other.DropLast);
        Check(SamplesName, Samples, other.Samples);

        static void Check(string name, long found, long expected)
        {
            if (found != expected)
                throw new ArgumentException($"{name} is {found} there and {expected} here, so a step there saw other samples.");
        }
    }

    /// <summary>The records with the metrics that are beside them; one that an epoch did not measure is NaN.</summary>
    private static EpochRecord[] WithMetrics(EpochRecord[] records, StateDictionary state)
    {
        var columns = state.Keys.Where(key => key.StartsWith(MetricPrefix, StringComparison.Ordinal))
            .ToDictionary(key => key[MetricPrefix.Length..], key => Doubles(state, key, [records.Length]));
        return columns.Count == 0
            ? records
            : [.. records.Select((record, i) => record with
            {
                Metrics = new MetricDictionary(columns.Select(column => KeyValuePair.Create(column.Key, column.Value[i]))),
            })];
    }

    private static long Integer(StateDictionary state, string name)
    {
        StateTensor found = Find(state, name);
        return found.Type == ElementType.I64 && found.Shape.Equals(Shape.Scalar)
            ? found.ToIntegers()[0]
            : throw new ArgumentException($"{name} is {found}; one integer is expected.", nameof(state));
    }

    private static double[] Doubles(StateDictionary state, string name, Shape shape)
    {
        StateTensor found = Find(state, name);
        return found.Type == ElementType.F64 && found.Shape.Equals(shape)
            ? found.ToTensor<double>().AsSpan().ToArray()
            : throw new ArgumentException($"{name} is {found}; F64 {shape} is expected.", nameof(state));
    }

    private static StateTensor Find(StateDictionary state, string name) => state.TryGetValue(name, out StateTensor? found)
        ? found
        : throw new ArgumentException($"{name} is missing.", nameof(state));
}
