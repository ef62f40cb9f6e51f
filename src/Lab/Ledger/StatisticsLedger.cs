using System.Globalization;
using System.Numerics;
using System.Text;
using NormNet.Layers;

namespace NormNet.Lab;

/// <summary>Writes down every update of a model's running statistics, from when it is made until it is disposed.</summary>
public sealed class StatisticsLedger<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<(string Path, RunningUpdate<T> Update)> _entries = [];
    private readonly List<(RunningStatistics<T> Statistics, Action<RunningUpdate<T>> Handler)> _watched = [];

    /// <summary>Starts to write.</summary>
    /// <param name="model">A model with layers that keep running statistics, or one such layer.</param>
    public StatisticsLedger(Module<T> model)
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach ((string path, Module<T> module) in model.NamedModules())
        {
            if (module is not RunningNormalizationLayer<T> { Running: { } statistics })
                continue;
            void Write(RunningUpdate<T> update) => _entries.Add((path, update));
            statistics.Updated += Write;
            _watched.Add((statistics, Write));
        }
    }

    /// <summary>The updates in order, each with the path of its layer.</summary>
    public IReadOnlyList<(string Path, RunningUpdate<T> Update)> Entries => _entries;

    /// <summary>Stops writing; the entries stay.</summary>
    public void Dispose()
    {
        foreach ((RunningStatistics<T> statistics, Action<RunningUpdate<T>> handler) in _watched)
            statistics.Updated -= handler;
        _watched.Clear();
    }

    /// <summary>
    /// One line for each update: rule, rate, and channel 0 of the batch's statistics and of the running ones, before → after.
    /// </summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (int i = 0; i < _entries.Count; i++)
        {
            (string path, RunningUpdate<T> update) = _entries[i];
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{i + 1,4}  layer {path,-8} m = {update.ValuesPerStatistic}, {update.Rule}, weight {update.Weight:G4}: μ[0] batch "
                    + $"{update.BatchMean[0]:G5}, {update.MeanBefore.AsSpan()[0]:G5} → {update.MeanAfter.AsSpan()[0]:G5}; σ²[0] batch "
                    + $"{update.BatchVariance[0]:G5}, {update.VarianceBefore.AsSpan()[0]:G5} → "
                    + $"{update.VarianceAfter.AsSpan()[0]:G5}{(update.IsSkipped ? ", skipped" : "")}");
        }

        return text.ToString();
    }
}
