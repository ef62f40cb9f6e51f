using System.Diagnostics;
using NormNet.Autograd;
using NormNet.Data;
using NormNet.Tensors;

namespace NormNet.Training;

/// <content>The loop: epochs, steps, what comes after an epoch.</content>
public sealed partial class Trainer<T>
{
    /// <summary>Trains to the end of the plan or of patience, from the start or from where it was left.</summary>
    /// <param name="progress">Told about every twentieth of a second, and at the end of each epoch.</param>
    /// <param name="cancellationToken">Looked at before every step; the checkpoint is written before training stops.</param>
    /// <returns><see cref="History"/>.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; <see cref="Train"/> goes on from there.</exception>
    /// <exception cref="NonFiniteException">
    /// A loss or gradient is not finite. The message names the step and what anomaly mode found; the model is as it was before that step,
    /// or, where its weights had overflowed, as it was last kept; the checkpoint file is not touched.
    /// </exception>
    /// <exception cref="InvalidOperationException">There are <see cref="Metrics"/>, but nothing to measure them on.</exception>
    /// <exception cref="IOException">The checkpoint cannot be written; an older one stays as it was.</exception>
    public History Train(IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (Metrics.Count > 0 && Validation is null)
            throw new InvalidOperationException($"Trainer: {nameof(Metrics)} are measured on {nameof(Validation)}, and there is none.");

        using Activity? activity = TrainingDiagnostics.Source.StartActivity("train");
        var step = new TrainingStep<T>(_model, _optimizer, Loss, _hasLabels, MaxGradientNorm);
        _stopRequested = false;
        _model.Train();
        NoteMeasurements();
        _optimizer.ZeroGradients();
        try
        {
            TrainEpochs(step, new ProgressMeter(progress, Clock), cancellationToken);
        }
        catch (NonFiniteException) when (!step.WeightsAreFinite && _kept is not null)
        {
            TakeOver(_kept);
            throw;
        }

        if (IsOver && Best == BestWeights.Restored)
            RestoreBest();
        foreach (TrainingCallback<T> callback in Callbacks)
            callback.TrainingEnded(this);
        return History;
    }

    private void TrainEpochs(TrainingStep<T> step, ProgressMeter meter, CancellationToken cancellationToken)
    {
        // A path that cannot be written is met now, not after the first epoch.
        Keep(step);
        foreach (TrainingCallback<T> callback in Callbacks)
            callback.TrainingStarts(this);
        try
        {
            while (true)
            {
                if (EpochIsOver && (History.Count == 0 || History[^1].Step < Step))
                    EndEpoch(step, cancellationToken);
                if (IsOver || _stopRequested)
                    return;

                meter.SkipPause();
                TrainEpoch(step, meter, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            Keep(step);
            throw;
        }
    }

    /// <summary>Trains to the end of the epoch at hand or of training.</summary>
    private void TrainEpoch(TrainingStep<T> step, ProgressMeter meter, CancellationToken cancellationToken)
    {
        int done = (int)(Step % StepsPerEpoch);
        if (done == 0)
            _sums = default;

        using Activity? activity = TrainingDiagnostics.Source.StartActivity("epoch");
        activity?.SetTag("epoch", Epoch);
        Generator order = new Generator(Plan.Seed).Fork(Epoch);
        _trainingSince = Clock.GetTimestamp();
        try
        {
            using IEnumerator<Batch<T>> batches = _data
                .Batches(Plan.BatchSize / Plan.MicroBatches, order, Plan.DropLast, skip: done * Plan.MicroBatches)
                .GetEnumerator();
            do
            {
                cancellationToken.ThrowIfCancellationRequested();
                RunStep(step, batches, meter);
                if (!EpochIsOver && (_stopRequested || Step % CheckpointEvery == 0))
                    Keep(step);
            }
            while (!EpochIsOver && !_stopRequested);
        }
        finally
        {
            (_trainingTime, _trainingSince) = (TrainingTime, null);
        }
    }

    private void RunStep(TrainingStep<T> step, IEnumerator<Batch<T>> batches, ProgressMeter meter)
    {
        int epoch = Epoch, samples = (int)Math.Min(Plan.BatchSize, _data.Count - (Step % StepsPerEpoch * Plan.BatchSize));
        using Activity? activity = TrainingDiagnostics.Source.StartActivity("step");
        long? since = TrainingDiagnostics.StepDuration.Enabled ? Clock.GetTimestamp() : null;
        _optimizer.RateFactor = RateFactorOf(Step);
        (double loss, double right) = step.Run(batches, samples, $"Step {Step + 1} of {TotalSteps}, epoch {epoch}");
        Average?.Update();
        Step++;
        TrainingDiagnostics.NoteStep(activity, Step, loss, samples, since is { } start ? Clock.GetElapsedTime(start) : null);
        _sums.Add(loss, right, samples);
        meter.Add(loss, right / samples, samples);
        meter.Report(epoch, Epochs, Step, TotalSteps, LearningRate, always: EpochIsOver);
        foreach (TrainingCallback<T> callback in Callbacks)
            callback.StepEnded(this, new StepRecord(Step, loss, _hasLabels ? right / samples : null, samples, LearningRate));
    }

    private void EndEpoch(TrainingStep<T> step, CancellationToken cancellationToken)
    {
        Evaluation? validation = Validate(cancellationToken);
        var record = new EpochRecord(
            (int)((Step - 1) / StepsPerEpoch) + 1,
            Step,
            _sums.MeanLoss,
            _hasLabels ? _sums.Accuracy : null,
            validation?.Loss,
            validation?.Accuracy,
            LearningRate,
            TrainingTime.TotalSeconds)
        {
            Metrics = validation?.Metrics ?? MetricDictionary.None,
        };
        History.Add(record);
        NoteMeasurements();
        NoteBest();
        Keep(step);
        foreach (TrainingCallback<T> callback in Callbacks)
            callback.EpochEnded(this, record);
    }

    private Evaluation? Validate(CancellationToken cancellationToken)
    {
        using Activity? activity = TrainingDiagnostics.Source.StartActivity("validate");
        return Validation is null
            ? null
            : Evaluation.Of(_model, Validation, Loss, metrics: Metrics, cancellationToken: cancellationToken);
    }
}
