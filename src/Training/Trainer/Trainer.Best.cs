using NormNet.Layers;

namespace NormNet.Training;

/// <content>Early stopping, and the weights of the best epoch. Both go by <see cref="Measure"/>, of which less is better.</content>
public sealed partial class Trainer<T>
{
    private StateDictionary? _best;
    private bool _bestIsRestored;

    /// <summary>When training ends before its plan does; null for never.</summary>
    /// <remarks>It is worked out from the history, so a resumed training ends where the uninterrupted one does.</remarks>
    public EarlyStopping? Stopping { get; init; }

    /// <summary>What becomes of the weights of the epoch with the least <see cref="Measure"/>; they are part of the checkpoints.</summary>
    /// <remarks>
    /// Parameters and buffers are kept, at the end of whole epochs only; of equal measurements the first is the best. Where they are put
    /// back at the end, checkpoints still have the last weights too, and a training prolonged from one goes on from those.
    /// </remarks>
    public BestWeights Best { get; init; }

    /// <summary>The epoch with the least <see cref="Measure"/>; null before the first whole epoch.</summary>
    public EpochRecord? BestEpoch => BestOf([.. Measured(History).Select(Measure)]) is { } index
        ? Measured(History).ElementAt(index)
        : null;

    /// <summary>A copy of the state that the model had after <see cref="BestEpoch"/>; null where none is kept.</summary>
    public StateDictionary? BestState => _best?.Under("");

    /// <summary>Whether the plan has come to its end, or <see cref="Stopping"/> has ended it.</summary>
    public bool IsOver => Step >= TotalSteps || (Stopping?.IsOver(_measurements) ?? false);

    /// <summary>Gives the model the best state; checkpoints have the last one still.</summary>
    private void RestoreBest()
    {
        if (_best is null)
            return;
        _model.LoadStateDict(_best);
        _bestIsRestored = true;
    }

    /// <summary>After an epoch: keeps the weights if it was whole and the best so far.</summary>
    private void NoteBest()
    {
        if (Best != BestWeights.Forgotten && Step % StepsPerEpoch == 0 && BestOf(_measurements) == _measurements.Length - 1)
            _best = _model.StateDict();
    }

    /// <summary>An epoch that an earlier end of training cut short was never measured in the uninterrupted training.</summary>
    private IEnumerable<EpochRecord> Measured(IEnumerable<EpochRecord> records) =>
        records.Where(record => record.Step % StepsPerEpoch == 0);

    /// <summary>The place of the first of the least measurements; null where none is a number.</summary>
    private static int? BestOf(ReadOnlySpan<double> measurements)
    {
        int? best = null;
        for (int i = 0; i < measurements.Length; i++)
        {
            if (!double.IsNaN(measurements[i]) && (best is null || measurements[i] < measurements[best.Value]))
                best = i;
        }

        return best;
    }
}
