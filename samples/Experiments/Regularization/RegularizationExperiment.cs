using NormNet.Data;
using static System.FormattableString;

namespace NormNet.Samples.Experiments;

/// <summary>The claim that Batch Normalization regularizes, so that dropout is needed less, on a small training set.</summary>
internal sealed class RegularizationExperiment : Experiment
{
    internal static readonly (string Variant, bool Normalized, bool Dropout)[] Networks =
    [
        ("neither", false, false), ("bn", true, false), ("dropout", false, true), ("both", true, true),
    ];

    internal static readonly double[] Rates = [0.003, 0.01, 0.03, 0.1];

    public override string Name => "regularization";

    public override string Title => "Training and test accuracy on few images with Batch Normalization, dropout, both, neither";

    public override string Source => "Ioffe & Szegedy 2015, §3.4 and the lecture's claim 4";

    public override IReadOnlyList<string> Choices(ExperimentSettings settings) =>
    [
        Invariant($"{TrainImages(settings):N0} training images, drawn anew by each seed and the same for all four networks"),
        Invariant($"two hidden layers of {SmallSetTraining.Units} ReLUs from He's start; ")
            + Invariant($"dropout {SmallSetTraining.DropProbability} behind each, BN before each ReLU"),
        Invariant($"{Epochs(settings)} epochs in batches of {SmallSetTraining.BatchSize}, ")
            + Invariant($"gradient descent with momentum {SmallSetTraining.Momentum}, no weight decay"),
        Invariant($"each network has the learning rate of {string.Join(", ", Rates)} that does best, on average over seeds, ")
            + Invariant($"on {HeldOut(settings):N0} other images of the training data"),
        "training and test figures both as in evaluation: moving averages, no dropout; the last step counts, no step is picked",
        "a difference that is, seed by seed, within one standard error of zero decides nothing",
    ];

    public override IEnumerable<ExperimentRun> Runs(ExperimentSettings settings)
    {
        int testImages = settings.Pick(200, 4_000, int.MaxValue);
        var data = new Lazy<DataSplit<float>>(() => settings.Images.Take(int.MaxValue, testImages).Standardize());
        int images = TrainImages(settings), heldOut = HeldOut(settings);
        long steps = Epochs(settings) * (images / SmallSetTraining.BatchSize);
        return
            from network in Networks
            from rate in Rates
            from seed in settings.SeedNumbers
            select ExperimentRun.Of(
                AtRate(network.Variant, rate),
                seed,
                steps,
                context => new SmallSetTraining(data.Value, images, heldOut, network.Normalized, network.Dropout, rate, seed)
                    .Run(context, steps));
    }

    public override Findings Conclude(ExperimentSettings settings, RunResults results) => new RegularizationFindings(results).Make();

    /// <summary>The variant of a network at a learning rate.</summary>
    internal static string AtRate(string network, double rate) => Invariant($"{network}/rate={rate}");

    private static int TrainImages(ExperimentSettings settings) => settings.Pick(100, 1_000, 2_000);

    private static int HeldOut(ExperimentSettings settings) => settings.Pick(100, 2_000, 5_000);

    private static int Epochs(ExperimentSettings settings) => settings.Pick(2, 40, 60);
}
