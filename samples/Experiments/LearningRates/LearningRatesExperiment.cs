using NormNet.Data;
using static System.FormattableString;

namespace NormNet.Samples.Experiments;

/// <summary>Three claims about Batch Normalization: gradients that flow, higher learning rates, less care for the start.</summary>
internal sealed class LearningRatesExperiment : Experiment
{
    internal static readonly double[] Rates = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10], Scales = [0.1, 0.3, 1, 3, 10];

    internal static readonly string[] Networks = ["plain", "bn"];

    internal static readonly string[] Nonlinearities = ["relu", "sigmoid"];

    public override string Name => "learning-rates";

    public override string Title => "Learning rates, initial scales and gradients of deep networks, with and without Batch Normalization";

    public override string Source => "Ioffe & Szegedy 2015, §3.3 and the lecture's claims 1 to 3; Bjorck et al. 2018";

    public override IReadOnlyList<string> Choices(ExperimentSettings settings) =>
    [
        Invariant($"learning rates and scales: {DeepNetwork.Layers} layers of {DeepNetwork.Units} ReLUs on standardized images, ")
            + Invariant($"{Steps(settings):N0} steps of plain gradient descent at a constant rate in batches of {DeepNetwork.BatchSize}"),
        "weights from He's normal distribution (deviation √(2/inputs)) times the initial scale, biases 0",
        Invariant($"a network counts as trained when it gets {100 * LearningRatesFindings.Trained:F0} % of the test images right; ")
            + "BN tests with moving averages (momentum 0.1)",
        Invariant($"gradients: {DeepNetwork.ManyLayers} layers of {DeepNetwork.Units} ReLUs (He's start) or sigmoids (Glorot's start); ")
            + Invariant($"Frobenius norms of ∂ℓ/∂W of a batch of {DeepNetwork.GradientImages} training images before the first step"),
        Invariant($"the same deep networks trained for {Steps(settings):N0} steps at learning rate {DeepNetwork.DeepRate}"),
    ];

    public override IEnumerable<ExperimentRun> Runs(ExperimentSettings settings)
    {
        var data = new Lazy<DataSplit<float>>(() => settings.Images.Take(
            train: settings.Pick(600, int.MaxValue, int.MaxValue), test: settings.Pick(200, 2_000, int.MaxValue)).Standardize());
        long steps = Steps(settings);
        IEnumerable<ExperimentRun> deep =
            from nonlinearity in Nonlinearities
            from network in Networks
            from seed in settings.SeedNumbers
            select ExperimentRun.Of(
                Deep(nonlinearity, network),
                seed,
                steps * DeepNetwork.ManyLayers / DeepNetwork.Layers,
                context => DeepNetwork.Of(nonlinearity, network, seed).TrainDeep(context, data.Value, steps));
        IEnumerable<ExperimentRun> grid =
            from scale in GridScales(settings)
            from rate in GridRates(settings)
            from network in Networks
            from seed in settings.SeedNumbers
            select ExperimentRun.Of(
                Point(network, rate, scale),
                seed,
                steps,
                context => DeepNetwork.Of(network, scale, seed).TrainAt(context, data.Value, rate, steps));
        return deep.Concat(grid);
    }

    public override Findings Conclude(ExperimentSettings settings, RunResults results) =>
        new LearningRatesFindings(results, GridRates(settings), GridScales(settings)).Make();

    /// <summary>The variant of a learning rate and an initial scale.</summary>
    internal static string Point(string network, double rate, double scale) => Invariant($"{network}/rate={rate}/scale={scale}");

    /// <summary>The variant of a network of many layers.</summary>
    internal static string Deep(string nonlinearity, string network) => $"deep-{nonlinearity}-{network}";

    private static double[] GridRates(ExperimentSettings settings) => settings.Effort == Effort.Tiny ? [0.01, 0.1] : Rates;

    private static double[] GridScales(ExperimentSettings settings) => settings.Effort == Effort.Tiny ? [1] : Scales;

    private static long Steps(ExperimentSettings settings) => settings.Pick(10, 500, 1_000);
}
