using MathNet.Numerics.Statistics;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using NormNet.Training;

namespace NormNet.Samples.Experiments;

/// <summary>Trains one network, goes along the gradient every so many steps, and watches the last hidden layer's moments.</summary>
internal sealed class LandscapeTraining
{
    internal const int BatchSize = 128, MeasureEvery = 25;

    /// <summary>Curves of a result over steps.</summary>
    internal const string Lowest = "lowest loss", Highest = "highest loss", Change = "gradient change", UnitMean = "mean of the first unit";

    /// <summary>Values of a result: medians over the measurements, the mean of the jumps, and how good it got.</summary>
    internal const string
        Range = "loss range", MedianChange = "median gradient change", Smoothness = "effective smoothness", Jump = "jump of moments",
        Accuracy = "test accuracy", QuietAccuracy = "test accuracy without noise", TrainLoss = "training loss";

    private const int ProbeImages = 512, LastLosses = 10, PopulationBatches = 50;

    /// <summary>A unit that gives the same for all images, as dead ones do, has no deviation to measure by.</summary>
    private const double LeastDeviation = 1e-3;

    /// <summary>From half the paper's learning rate to four times it, as in the paper's Figure 4.</summary>
    private static readonly double[] StepsAlong = [.. Enumerable.Range(0, 8).Select(i => 0.05 * Math.Pow(8, i / 7.0))];

    private readonly DataSplit<float> _data;
    private readonly LandscapeNetwork _network;
    private readonly Tensor<float> _probe;
    private readonly double _rate;
    private readonly int _seed;
    private readonly List<GradientLine> _lines = [];
    private readonly List<double> _jumps = [];
    private double[]? _means;

    internal LandscapeTraining(DataSplit<float> data, LandscapeNorm norm, double rate, int seed)
    {
        (_data, _rate, _seed) = (data, rate, seed);
        _network = new LandscapeNetwork(data.Train.SampleShape.Count, data.Train.ClassCount, norm, seed);
        _probe = data.Train.Take(Math.Min(ProbeImages, data.Train.Count)).Inputs;
    }

    internal RunResult Run(RunContext context, long steps)
    {
        RunResult result = context.Result;
        IEnumerable<long> measured = Enumerable.Range(0, (int)(steps / MeasureEvery) + 1).Select(i => (long)i * MeasureEvery);
        var losses = new Queue<double>();
        RunTraining.Train(
            context,
            callbacks => new Trainer<float>(
                _network.Model,
                new Sgd<float>(_network.Model.Parameters(), _rate),
                _data.Train,
                new TrainingPlan { Steps = steps, BatchSize = BatchSize, Seed = _seed })
            {
                Callbacks = callbacks,
            },
            measured.SelectMany(step => (long[])[step, step + 1]),
            step => Measure(result, step, losses));
        result.Values[Accuracy] = Test();
        _network.RemoveNoise(
            _data.Train.Batches(BatchSize, new Generator(_seed), dropLast: true).Take(PopulationBatches).Select(batch => batch.Inputs));
        result.Values[QuietAccuracy] = Test();
        return result;

        double Test() => Evaluation.Of(_network.Model, _data.Test, cancellationToken: context.Token).Accuracy!.Value;
    }

    private void Measure(RunResult result, long step, Queue<double> losses)
    {
        _network.Model.Train();
        WatchMoments(result, step);
        if (step % MeasureEvery == 0)
            GoAlongGradient(result, step, losses);
    }

    private void GoAlongGradient(RunResult result, long step, Queue<double> losses)
    {
        GradientLine line = null!;
        Batch<float> batch = _data.Train.Batches(BatchSize, new Generator(_seed).Fork(step), dropLast: true).First();
        _network.WithNoiseHeld(() => line = GradientLine.Of(_network.Model, batch, StepsAlong));
        _lines.Add(line);
        result.Curve(Lowest).Add(step, line.Lowest);
        result.Curve(Highest).Add(step, line.Highest);
        result.Curve(Change).Add(step, line.GradientChange);
        result.Values[Range] = _lines.Select(at => at.Highest - at.Lowest).Median();
        result.Values[MedianChange] = _lines.Select(at => at.GradientChange).Median();
        result.Values[Smoothness] = _lines.Select(at => at.Smoothness).Median();
        losses.Enqueue(line.Loss);
        if (losses.Count > LastLosses)
            losses.Dequeue();
        result.Values[TrainLoss] = losses.Average();
    }

    /// <summary>How far each unit's mean moved by one step, in units of its deviation, on the same images.</summary>
    private void WatchMoments(RunResult result, long step)
    {
        StateDictionary state = _network.Model.StateDict();
        Tensor<float> inputs = _network.LastHidden(_probe);
        _network.Model.LoadStateDict(state);
        (double Mean, double Deviation)[] moments =
            [.. Enumerable.Range(0, LandscapeNetwork.Units).Select(unit => MeanDeviation(inputs, unit))];
        if (step % MeasureEvery == 1 && _means is { } before)
        {
            _jumps.Add(moments.Zip(before, (now, then) => Math.Abs(now.Mean - then) / Math.Max(now.Deviation, LeastDeviation)).Average());
            result.Values[Jump] = _jumps.Average();
        }

        _means = [.. moments.Select(moment => moment.Mean)];
        if (step % MeasureEvery == 0)
            result.Curve(UnitMean).Add(step, _means[0]);
    }

    private static (double Mean, double Deviation) MeanDeviation(Tensor<float> inputs, int unit) =>
        Enumerable.Range(0, inputs.Shape[0]).Select(sample => (double)inputs[sample, unit]).MeanStandardDeviation();
}
