using System.Globalization;
using NormNet.Data;

namespace NormNet.Samples.Experiments;

/// <summary>Santurkar et al. 2018: Batch Normalization makes the loss smoother, and does not need stable statistics to do so.</summary>
internal sealed class LandscapeExperiment : Experiment
{
    /// <summary>The paper's two learning rates.</summary>
    internal const double Rate = 0.1, HighRate = 0.5;

    private static readonly (string Name, LandscapeNorm Norm)[] Networks =
        [("plain", LandscapeNorm.None), ("bn", LandscapeNorm.Batch), ("noisy-bn", LandscapeNorm.NoisyBatch)];

    public override string Name => "landscape";

    public override string Title => "How smooth the loss is along its gradient with and without Batch Normalization, and noise after it";

    public override string Source => "Santurkar, Tsipras, Ilyas & Mądry 2018, Figures 1, 2 and 4";

    public override IReadOnlyList<string> Choices(ExperimentSettings settings) =>
    [
        "the paper trains a VGG network on CIFAR-10; here a perceptron "
            + Invariant($"of {LandscapeNetwork.HiddenLayers} hidden layers of {LandscapeNetwork.Units} rectified units on 28×28 digits"),
        "weights by He's rule, biases 0; Batch Normalization stands before each nonlinearity, its layers have no bias of their own",
        Invariant($"plain gradient descent, batches of {LandscapeTraining.BatchSize}, {Steps(settings):N0} steps; ")
            + Invariant($"the paper's learning rates {Rate} and {HighRate}"),
        Invariant($"every {LandscapeTraining.MeasureEvery} steps, in training mode, ")
        + "loss and gradient are computed at 8 points along the gradient "
            + "of a random batch, from half of 0.1 to four times 0.1; a row's figure is the median over the measurements",
        "the noise after BN: at each step each unit draws a mean from ±0.5 and a deviation from 1 to 1.25, each sample around these "
            + "within about 0.1; tested with the noise, and without it after re-estimating the statistics",
        "a jump is how far a unit's mean on 512 fixed images moves by one step, in its deviations; the mean over the last hidden layer",
    ];

    public override IEnumerable<ExperimentRun> Runs(ExperimentSettings settings)
    {
        var data = new Lazy<DataSplit<float>>(() => settings.Images.Take(
            train: settings.Pick(600, int.MaxValue, int.MaxValue), test: settings.Pick(200, 2_000, int.MaxValue)));
        return
            from rate in (double[])[Rate, HighRate]
            from network in Networks
            from seed in settings.SeedNumbers
            select ExperimentRun.Of(
                Variant(network.Name, rate),
                seed,
                Steps(settings),
                context => new LandscapeTraining(data.Value, network.Norm, rate, seed).Run(context, Steps(settings)));
    }

    public override Findings Conclude(ExperimentSettings settings, RunResults results) => new LandscapeFindings(results).Make();

    internal static string Variant(string network, double rate) => Invariant($"{network}-{rate}");

    private static long Steps(ExperimentSettings settings) => settings.Pick(50, 1_000, 5_000);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
