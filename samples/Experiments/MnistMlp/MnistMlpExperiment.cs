using NormNet.Data;
using static System.FormattableString;

namespace NormNet.Samples.Experiments;

/// <summary>Ioffe &amp; Szegedy 2015, §4.1: a network of sigmoids on binary digits, with and without Batch Normalization.</summary>
internal sealed class MnistMlpExperiment : Experiment
{
    /// <summary>The paper says "small random Gaussian values"; the second is so small that the plain network hardly starts.</summary>
    private const double Deviation = 0.1, SmallDeviation = 0.01;

    private static readonly (string Name, bool Normalized)[] Networks = [("plain", false), ("bn", true)];

    public override string Name => "mnist-mlp";

    public override string Title => "Three layers of sigmoids on binary digits, with and without Batch Normalization";

    public override string Source => "Ioffe & Szegedy 2015, §4.1 and Figure 1";

    public override IReadOnlyList<string> Choices(ExperimentSettings settings) =>
    [
        "a pixel is 1 above half of its range, 0 elsewhere",
        Invariant($"weights from a normal distribution with deviation {Deviation}, biases 0; the small start has {SmallDeviation}"),
        Invariant($"plain gradient descent with learning rate {MnistMlpTraining.LearningRate} for both networks, and nothing else"),
        Invariant($"{Steps(settings, Deviation):N0} steps of {MnistMlpTraining.BatchSize} images, ")
            + Invariant($"{Steps(settings, SmallDeviation):N0} for the small start"),
        Invariant($"tests use population statistics re-estimated from {MnistMlpTraining.PopulationImages:N0} training images ")
            + "in batches of the same size",
        Invariant($"percentiles are those of the first {MnistMlpTraining.ProbeImages:N0} test images, with the same statistics"),
        "drift is the farthest that a median over images was from where it ended, "
            + "in units of the final distance of the 15th and 85th percentiles",
        "the typical sigmoid of a run is the one of the last hidden layer whose drift is the median of the layer's",
    ];

    public override IEnumerable<ExperimentRun> Runs(ExperimentSettings settings)
    {
        var data = new Lazy<DataSplit<float>>(() => settings.Images.Take(
            train: settings.Pick(600, int.MaxValue, int.MaxValue), test: settings.Pick(200, 2_000, int.MaxValue)).Binary());
        return
            from deviation in (double[])[Deviation, SmallDeviation]
            from network in Networks
            from seed in settings.SeedNumbers
            let steps = Steps(settings, deviation)
            select ExperimentRun.Of(
                Variant(network.Name, deviation),
                seed,
                steps,
                context => new MnistMlpTraining(data.Value, network.Normalized, deviation, seed).Run(context, steps));
    }

    public override Findings Conclude(ExperimentSettings settings, RunResults results) => new MnistMlpFindings(
        results,
        Variant("plain", Deviation),
        Variant("bn", Deviation),
        Variant("plain", SmallDeviation),
        Variant("bn", SmallDeviation)).Make();

    internal static string Variant(string network, double deviation) =>
        deviation == SmallDeviation ? $"{network}-small-start" : network;

    private static long Steps(ExperimentSettings settings, double deviation) =>
        deviation == SmallDeviation ? settings.Pick(20, 2_500, 10_000) : settings.Pick(20, 6_000, 50_000);
}
