using System.Diagnostics;
using NormNet.Autograd;
using NormNet.Data;
using NormNet.Optimizers;

namespace NormNet.Samples.Experiments;

/// <summary>A run's training where no trainer fits: counts steps, samples and seconds, and tests every few steps.</summary>
/// <param name="context">The run.</param>
/// <param name="optimizer">Takes the steps.</param>
/// <param name="schedule">Its rate.</param>
/// <param name="testEvery">Steps between two tests.</param>
internal sealed class StepLoop(RunContext context, Optimizer<float> optimizer, Schedule schedule, int testEvery)
{
    /// <summary>The curve of the mean loss of the batches between two tests.</summary>
    internal const string Loss = "training loss";

    /// <summary>Takes a step for each batch.</summary>
    /// <param name="batches">As many as there are to be steps.</param>
    /// <param name="loss">A batch's mean loss; the second argument is the number of steps before.</param>
    /// <param name="test">Tests after so many steps; its time does not count as training.</param>
    /// <exception cref="NonFiniteException">A loss is not finite: the run diverged; let it pass.</exception>
    internal void Run(IEnumerable<Batch<float>> batches, Func<Batch<float>, int, Variable<float>> loss, Action<int> test)
    {
        RunResult result = context.Result;
        var watch = new Stopwatch();
        double total = 0;
        int step = 0;
        foreach (Batch<float> batch in batches)
        {
            watch.Start();
            total += Step(() => loss(batch, step), step);
            step++;
            watch.Stop();
            result.Seconds = watch.Elapsed.TotalSeconds;
            result.Samples += batch.Count;
            context.Advance();
            if (step % testEvery != 0)
                continue;

            result.Curve(Loss).Add(step, total / testEvery);
            test(step);
            total = 0;
        }
    }

    private double Step(Func<Variable<float>> lossOf, int step)
    {
        using var tape = Tape<float>.Record();
        Variable<float> loss = lossOf();
        double value = loss.Value.Item();
        if (!double.IsFinite(value))
            throw new NonFiniteException($"Step {step + 1}: the loss is {value}.");
        tape.Backward(loss);
        optimizer.RateFactor = schedule.Factor(step);
        optimizer.Step();
        optimizer.ZeroGradients();
        return value;
    }
}
