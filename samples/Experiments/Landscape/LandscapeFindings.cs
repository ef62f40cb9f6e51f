using System.Globalization;
using NormNet.Samples.Common;

namespace NormNet.Samples.Experiments;

/// <summary>What the trainings say about smoothness, and about stable statistics as its cause.</summary>
internal sealed class LandscapeFindings(RunResults results)
{
    /// <summary>How far noisy Batch Normalization may be behind to have trained as well, in shares of the test images.</summary>
    private const double AsWell = 0.01;

    private static readonly (string Network, string Name)[] Networks =
        [("plain", "without BN"), ("bn", "with BN"), ("noisy-bn", "with noisy BN")];

    internal Findings Make() => new([Table()], [LossChart(), ChangeChart(), MomentsChart()], [.. Claims()], Notes());

    private IEnumerable<Claim> Claims()
    {
        yield return Smaller(LandscapeTraining.Range, "Along the gradient the loss varies less with BN than without");
        yield return Smaller(LandscapeTraining.MedianChange, "Along the gradient the gradient changes less with BN than without");
        yield return Smaller(LandscapeTraining.Smoothness, "Its change for each unit of length, the effective β, is smaller with BN");
        yield return TrainsAsWell(LandscapeTraining.Accuracy, "tested with its noise");
        yield return TrainsAsWell(LandscapeTraining.QuietAccuracy, "tested without the noise");
        yield return Jumps();
        double plain = HighRateAccuracy("plain"), normalized = HighRateAccuracy("bn");
        yield return new Claim(
            "At the higher learning rate the network with BN is ahead of the one without",
            double.IsNaN(normalized) ? false : double.IsNaN(plain) || normalized > plain,
            $"{Percent(normalized)} with BN, {Percent(plain)} without");
    }

    private Claim Smaller(string value, string text)
    {
        double without = Mean("plain", value), with = Mean("bn", value);
        return double.IsFinite(without) && double.IsFinite(with)
            ? new Claim(text, with < without, Text($"{with:G3} with BN, {without:G3} without"))
            : new Claim(text, null, Text($"{with:G3} with BN, {without:G3} without: not finite"));
    }

    private Claim TrainsAsWell(string accuracy, string how)
    {
        double noisy = Mean("noisy-bn", accuracy), normalized = Mean("bn", accuracy), plain = Mean("plain", accuracy);
        return new Claim(
            $"Trained with noisy BN and {how}, the network is at most one point behind the one with BN",
            noisy >= normalized - AsWell,
            $"{Percent(noisy)} with noisy BN, {Percent(normalized)} with BN, {Percent(plain)} without");
    }

    private Claim Jumps()
    {
        double noisy = Mean("noisy-bn", LandscapeTraining.Jump), plain = Mean("plain", LandscapeTraining.Jump);
        double normalized = Mean("bn", LandscapeTraining.Jump);
        return new Claim(
            "All the same its activations' moments jump more from step to step than those without any BN",
            double.IsNaN(noisy) || double.IsNaN(plain) ? null : noisy > plain,
            Text($"a unit's mean moves by {noisy:F3} deviations with noisy BN, {plain:F3} without BN, {normalized:F3} with BN"));
    }

    private FindingTable Table() => new(
        "landscape",
        "Medians along the gradient, and where the training ended",
        [
            "network", "learning rate", "loss range", "gradient change", "effective β", "jump of moments", "training loss",
            "test accuracy (%)", "without the noise (%)", "diverged",
        ],
        [
            .. from rate in (double[])[LandscapeExperiment.Rate, LandscapeExperiment.HighRate]
               from network in Networks
               select Row(network.Name, LandscapeExperiment.Variant(network.Network, rate), rate),
        ]);

    private Cell[] Row(string name, string variant, double rate) =>
    [
        name,
        Text($"{rate}"),
        Cell.Of(results.Over(variant, LandscapeTraining.Range), "G3"),
        Cell.Of(results.Over(variant, LandscapeTraining.MedianChange), "G3"),
        Cell.Of(results.Over(variant, LandscapeTraining.Smoothness), "G3"),
        Cell.Of(results.Over(variant, LandscapeTraining.Jump), "F3"),
        Cell.Of(results.Over(variant, LandscapeTraining.TrainLoss), "F4"),
        Cell.Of(results.Over(variant, LandscapeTraining.Accuracy), "F2", 100),
        Cell.Of(results.Over(variant, LandscapeTraining.QuietAccuracy), "F2", 100),
        Text($"{results.Of(variant).Count(run => run.Diverged)} of {results.Of(variant).Count}"),
    ];

    private FindingChart LossChart() => new(
        "loss-along-gradient",
        "The least to the greatest loss along the gradient, learning rate 0.1, first seed (the paper's Figure 4a).",
        CurveChart.DrawLogarithmic(
            "Loss along the gradient", "step", "loss", [.. Networks.Take(2).Select(LossBand)], LogarithmicAxes.Vertical));

    private FindingChart ChangeChart() => new(
        "gradient-change",
        "The greatest change of the gradient along itself, learning rate 0.1, mean and range over seeds (the paper's Figure 4b).",
        CurveChart.DrawLogarithmic(
            "Change of the gradient",
            "step",
            "‖g(w − η·g) − g(w)‖",
            [.. Networks.Take(2).Select(network => results.Curve(AtRate(network.Network), LandscapeTraining.Change, network.Name))],
            LogarithmicAxes.Vertical));

    private FindingChart MomentsChart() => new(
        "moments",
        "Mean of one unit of the last hidden layer on fixed images, learning rate 0.1, first seed (compare the paper's Figure 2).",
        CurveChart.Draw("Mean of a unit before its nonlinearity", "step", "mean", [.. Networks.Select(UnitMean)]));

    private Curve LossBand((string Network, string Name) network)
    {
        RunResult run = First(network.Network);
        Series low = run.Curve(LandscapeTraining.Lowest), high = run.Curve(LandscapeTraining.Highest);
        return new Curve(network.Name, low.X, [.. low.Y.Zip(high.Y, (l, h) => Math.Sqrt(l * h))]) { Low = low.Y, High = high.Y };
    }

    private Curve UnitMean((string Network, string Name) network)
    {
        Series means = First(network.Network).Curve(LandscapeTraining.UnitMean);
        return new Curve(network.Name, means.X, means.Y);
    }

    private string[] Notes() =>
    [
        "The paper shows these as curves without numbers, so there is no row of its own to stand beside these.",
        "Each network is measured at the weights that it reached by itself; where the loss is already near zero, the line is flat too.",
        $"Samples a second, training alone: {Speed()}.",
    ];

    private string Speed() => string.Join(", ", Networks.Select(network => Text(
        $"{results.Over(AtRate(network.Network), run => run.Samples / run.Seconds).Mean:N0} {network.Name}")));

    private RunResult First(string network) => results.Of(AtRate(network))[0];

    private double Mean(string network, string value) => results.Over(AtRate(network), value).Mean;

    private static string AtRate(string network) => LandscapeExperiment.Variant(network, LandscapeExperiment.Rate);

    private double HighRateAccuracy(string network) =>
        results.Over(LandscapeExperiment.Variant(network, LandscapeExperiment.HighRate), LandscapeTraining.Accuracy).Mean;

    private static string Percent(double share) => double.IsNaN(share) ? "diverged" : Text($"{100 * share:F2} %");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
