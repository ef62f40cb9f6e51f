using System.Globalization;
using System.Numerics;
using NormNet.Autograd;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;

namespace NormNet.Training;

/// <summary>The loss while the learning rate grows from step to step: where it falls fastest is a rate to start from.</summary>
/// <remarks>The range test of Smith 2017, §3.3, with rates that grow geometrically and an end where the loss explodes.</remarks>
public sealed class LearningRateCurve
{
    /// <summary>How much of the average stays at a step: enough to even out batches, and a lag of few steps.</summary>
    private const double Memory = 0.9;

    /// <summary>A loss of so many times the least is taken for explosion.</summary>
    private const double Explosion = 4;

    private LearningRateCurve(double[] rates, double[] losses, double[] smoothed) =>
        (Rates, Losses, Smoothed, Suggestion) = (rates, losses, smoothed, Suggest(rates, smoothed));

    /// <summary>The rate of each step.</summary>
    public IReadOnlyList<double> Rates { get; }

    /// <summary>The loss of each step's batch before the step.</summary>
    public IReadOnlyList<double> Losses { get; }

    /// <summary>The losses as an exponential average, the start corrected for its bias.</summary>
    public IReadOnlyList<double> Smoothed { get; }

    /// <summary>The rate at which the smoothed loss falls fastest over the logarithm of the rate; null where it never falls.</summary>
    /// <remarks>A guess to try first, by the steepest fall; it is no optimum, and moves with the batch size and the start.</remarks>
    public double? Suggestion { get; }

    /// <summary>Trains for some steps at growing rates, and puts everything back.</summary>
    /// <remarks>Weights, buffers, randomness, gradients, modes, and the optimizer's moments and factor.</remarks>
    /// <param name="model">The model, as training would start with it.</param>
    /// <param name="optimizer">
    /// The optimizer, whose <see cref="Optimizer{T}.LearningRate"/> is above 0; groups keep their proportions.
    /// </param>
    /// <param name="data">The training samples.</param>
    /// <param name="plan">Batch size, parts and order of the batches; not how many.</param>
    /// <param name="loss">A batch's mean loss; if absent, cross-entropy for labels, the mean squared error for targets.</param>
    /// <param name="lowest">The first step's rate.</param>
    /// <param name="highest">The last step's rate; an explosion ends the curve before.</param>
    /// <param name="steps">How many steps there are at most.</param>
    /// <param name="cancellationToken">Looked at before every step; everything is put back then too.</param>
    /// <exception cref="ArgumentException">The samples do not fill one batch, or the optimizer's rate is 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 &lt; lowest &lt; highest, both finite, or fewer than 3 steps.</exception>
    public static LearningRateCurve Of<T>(
        Layer<T> model,
        Optimizer<T> optimizer,
        DataSet<T> data,
        TrainingPlan plan,
        Func<Variable<T>, Batch<T>, Variable<T>>? loss = null,
        double lowest = 1e-7,
        double highest = 10,
        int steps = 100,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 3);
        if (!(lowest > 0 && highest > lowest && double.IsFinite(highest)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(lowest), lowest, $"LearningRateCurve: 0 < lowest < highest = {highest} is expected.");
        }

        if (optimizer.LearningRate == 0)
        {
            throw new ArgumentException(
                "LearningRateCurve: the optimizer's rate is 0, and no factor makes another of it.", nameof(optimizer));
        }

        (plan with { DropLast = true }).StepsPerEpoch(data.Count);
        bool hasLabels = Objective.HasLabels(data);
        using var before = new KeptState<T>(model, optimizer);
        model.Train();
        var step = new TrainingStep<T>(model, optimizer, loss ?? Objective.Default<T>(hasLabels), hasLabels, maxGradientNorm: null);
        double growth = Math.Pow(highest / lowest, 1.0 / (steps - 1)), average = 0, weight = 0, least = double.PositiveInfinity;
        List<double> rates = [], losses = [], smoothed = [];
        using IEnumerator<Batch<T>> batches = Endless(data, plan).GetEnumerator();
        for (int i = 0; i < steps; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double rate = i == steps - 1 ? highest : lowest * Math.Pow(growth, i);
            optimizer.RateFactor = rate / optimizer.LearningRate;
            double measured;
            try
            {
                (measured, _) = step.Run(batches, plan.BatchSize, $"Rate {rate}");
            }
            catch (NonFiniteException)
            {
                break;
            }

            (average, weight) = ((Memory * average) + ((1 - Memory) * measured), (Memory * weight) + (1 - Memory));
            least = Math.Min(least, average / weight);
            rates.Add(rate);
            losses.Add(measured);
            smoothed.Add(average / weight);
            if (average / weight > Explosion * least)
                break;
        }

        return new LearningRateCurve([.. rates], [.. losses], [.. smoothed]);
    }

    /// <summary>How many steps there were, and the suggestion.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"LearningRateCurve({Rates.Count} steps, suggestion: {(Suggestion is { } rate ? $"{rate:G3}" : "none")})");

    /// <summary>Full batches, epoch after epoch, in the order of a training.</summary>
    private static IEnumerable<Batch<T>> Endless<T>(DataSet<T> data, TrainingPlan plan)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int epoch = 1; ; epoch++)
        {
            // Parts of a last batch that does not fill would end up in a step with another epoch's.
            int left = data.Count / plan.BatchSize * plan.MicroBatches;
            Generator order = new Generator(plan.Seed).Fork(epoch);
            foreach (Batch<T> batch in data.Batches(plan.BatchSize / plan.MicroBatches, order, dropLast: true))
            {
                if (left-- > 0)
                    yield return batch;
            }
        }
    }

    /// <summary>The steepest fall between the neighbours of a step, over the logarithm of the rate, which grows evenly.</summary>
    private static double? Suggest(double[] rates, double[] smoothed)
    {
        int best = 0;
        double steepest = 0;
        for (int i = 1; i + 1 < smoothed.Length; i++)
        {
            double slope = smoothed[i + 1] - smoothed[i - 1];
            if (slope < steepest)
                (best, steepest) = (i, slope);
        }

        return best > 0 ? rates[best] : null;
    }
}
