using System.Diagnostics;
using NormNet.Training;

namespace NormNet.Samples.Experiments;

/// <summary>Trains for a run: reports its steps, counts its samples and its time, and measures at the steps it is asked to.</summary>
internal static class RunTraining
{
    /// <summary>Trains to the end of the trainer's plan.</summary>
    /// <param name="context">The run.</param>
    /// <param name="create">Makes the trainer; it is to have the callbacks it is given.</param>
    /// <param name="measureAt">The steps after which to measure, in any order; 0 is before the first. Null for none.</param>
    /// <param name="measure">Measures: its argument is the number of steps done. Its time does not count as training.</param>
    /// <exception cref="Autograd.NonFiniteException">The run diverged; let it pass.</exception>
    public static void Train(
        RunContext context,
        Func<IReadOnlyList<TrainingCallback<float>>, Trainer<float>> create,
        IEnumerable<long>? measureAt = null,
        Action<long>? measure = null)
    {
        var callback = new RunCallback(context, [.. measureAt ?? []], measure);
        callback.Measure(0);
        callback.Train(create([callback]));
    }

    private sealed class RunCallback(RunContext context, HashSet<long> measureAt, Action<long>? measure) : TrainingCallback<float>
    {
        private readonly Stopwatch _training = new();

        public void Train(Trainer<float> trainer)
        {
            _training.Start();
            try
            {
                trainer.Train(cancellationToken: context.Token);
            }
            finally
            {
                context.Result.Seconds += _training.Elapsed.TotalSeconds;
            }
        }

        public void Measure(long step)
        {
            if (measure is null || !measureAt.Contains(step))
                return;
            bool wasTraining = _training.IsRunning;
            _training.Stop();
            measure(step);
            if (wasTraining)
                _training.Start();
        }

        public override void StepEnded(Trainer<float> trainer, StepRecord step)
        {
            context.Result.Samples += step.Samples;
            context.Advance();
            Measure(step.Step);
        }
    }
}
