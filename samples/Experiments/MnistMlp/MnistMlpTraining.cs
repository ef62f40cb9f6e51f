using MathNet.Numerics.Statistics;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using NormNet.Training;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Samples.Experiments;

/// <summary>Trains one network of three hidden layers of 100 sigmoids and measures it on the way.</summary>
internal sealed class MnistMlpTraining
{
    internal const int BatchSize = 60, PopulationImages = 6_000, ProbeImages = 1_000;

    internal const double LearningRate = 0.1;

    /// <summary>Units of a hidden layer.</summary>
    internal const int Units = 100;

    /// <summary>Curves and values of a result.</summary>
    internal const string Accuracy = "test accuracy", MovingAccuracy = "test accuracy, moving averages",
        AllDrift = "drift, all", TypicalDrift = "drift, typical";

    private const int HiddenLayers = 3;

    private static readonly double[] Shares = [0.15, 0.5, 0.85];

    private readonly DataSplit<float> _data;
    private readonly DataSet<float> _population;
    private readonly Tensor<float> _probe;
    private readonly Sequential<float> _model;
    private readonly int _seed;

    internal MnistMlpTraining(DataSplit<float> data, bool normalized, double deviation, int seed)
    {
        (_data, _seed) = (data, seed);
        _population = data.Train.Take(Math.Min(PopulationImages, data.Train.Count));
        _probe = data.Test.Take(Math.Min(ProbeImages, data.Test.Count)).Inputs;
        _model = Network(data.Train.SampleShape.Count, data.Train.ClassCount, normalized);
        _model.Initialize(new Generator(seed), Initializer.Normal(deviation: deviation), Initializer.Zeros);
    }

    /// <summary>The steps after which the network is measured: close together at first, and then every 5,000.</summary>
    internal static IEnumerable<long> Checkpoints(long steps)
    {
        long[] first = [0, 50, 100, 200, 300, 400, 500, 700, 1_000, 1_500, 2_000, 3_000, 4_000, 5_000, 7_000];
        return first.Where(step => step < steps)
            .Concat(Enumerable.Range(2, 100).Select(k => k * 5_000L).Where(step => step < steps))
            .Append(steps);
    }

    internal RunResult Run(RunContext context, long steps)
    {
        var units = new Series[Units, Shares.Length];
        var all = new Series[Shares.Length];
        for (int p = 0; p < Shares.Length; p++)
        {
            all[p] = context.Result.Curve(Percentile("all", p));
            for (int unit = 0; unit < Units; unit++)
                units[unit, p] = new Series();
        }

        RunTraining.Train(context, Trainer, Checkpoints(steps), step =>
        {
            Layer<float> tested = WithPopulationStatistics();
            context.Result.Curve(Accuracy).Add(step, Evaluation.Of(tested, _data.Test, cancellationToken: context.Token).Accuracy!.Value);
            NotePercentiles(step, SigmoidInputs((Sequential<float>)tested), units, all);
        });
        context.Result.Values[Accuracy] = context.Result.Curve(Accuracy).Y[^1];
        context.Result.Values[MovingAccuracy] = Evaluation.Of(_model, _data.Test, cancellationToken: context.Token).Accuracy!.Value;
        context.Result.Values[AllDrift] = Drift(all);
        KeepTypical(context.Result, units);
        return context.Result;

        Trainer<float> Trainer(IReadOnlyList<TrainingCallback<float>> callbacks) => new(
            _model,
            new Sgd<float>(_model.Parameters(), LearningRate),
            _data.Train,
            new TrainingPlan { Steps = steps, BatchSize = BatchSize, Seed = _seed })
        {
            Callbacks = callbacks,
        };
    }

    /// <summary>The name of a percentile's curve.</summary>
    /// <param name="whose"><c>all</c> sigmoids' or the <c>typical</c> one's.</param>
    /// <param name="index">0 to 2: 15 %, 50 %, 85 %.</param>
    internal static string Percentile(string whose, int index) => $"{whose}, {100 * Shares[index]:F0} %";

    /// <summary>max |median − final median| over time, divided by the final distance of the outer percentiles.</summary>
    internal static double Drift(IReadOnlyList<Series> percentiles)
    {
        List<double> medians = percentiles[1].Y;
        return medians.Max(median => Math.Abs(median - medians[^1])) / (percentiles[2].Y[^1] - percentiles[0].Y[^1]);
    }

    private static Sequential<float> Network(int inputs, int classes, bool normalized)
    {
        var layers = new List<Layer<float>> { Flatten() };
        for (int i = 0; i < HiddenLayers; i++)
        {
            layers.Add(Dense(i == 0 ? inputs : Units, Units, bias: !normalized));
            if (normalized)
                layers.Add(BatchNorm(Units));
            layers.Add(Sigmoid());
        }

        layers.Add(Dense(Units, classes));
        return Sequential([.. layers]);
    }

    /// <summary>A copy as Algorithm 2 of the paper tests it: E[μ] and m/(m−1)·E[σ²] over training batches.</summary>
    private Layer<float> WithPopulationStatistics()
    {
        Layer<float> tested = _model.Clone();
        if (tested.Modules().OfType<BatchNorm<float>>().Any())
            tested.ReestimateStatistics(_population.Batches(BatchSize, dropLast: true).Select(batch => batch.Inputs));
        return tested;
    }

    /// <summary>What the last hidden layer's sigmoids are given for the probe: (images, units).</summary>
    private Tensor<float> SigmoidInputs(Sequential<float> tested)
    {
        Tensor<float> values = _probe;
        foreach (Layer<float> layer in tested.Layers.SkipLast(2))
            values = layer.Predict(values, _probe.Shape[0]);
        return values;
    }

    private static void NotePercentiles(long step, Tensor<float> inputs, Series[,] units, Series[] all)
    {
        double[] everything = [.. inputs.AsSpan().ToArray().Select(value => (double)value)];
        for (int unit = 0; unit < Units; unit++)
        {
            double[] own = [.. everything.Where((_, i) => i % Units == unit)];
            for (int p = 0; p < Shares.Length; p++)
                units[unit, p].Add(step, ArrayStatistics.QuantileInplace(own, Shares[p]));
        }

        for (int p = 0; p < Shares.Length; p++)
            all[p].Add(step, ArrayStatistics.QuantileInplace(everything, Shares[p]));
    }

    private static void KeepTypical(RunResult result, Series[,] units)
    {
        Series[] typical = Enumerable.Range(0, Units)
            .Select(unit => Enumerable.Range(0, Shares.Length).Select(p => units[unit, p]).ToArray())
            .OrderBy(Drift)
            .ElementAt((Units - 1) / 2);
        result.Values[TypicalDrift] = Drift(typical);
        for (int p = 0; p < Shares.Length; p++)
            result.Curves[Percentile("typical", p)] = typical[p];
    }
}
