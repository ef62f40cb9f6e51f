using NormNet.Samples.Common;

namespace NormNet.Samples.Experiments;

/// <summary>What training on few images says about Batch Normalization and dropout.</summary>
internal sealed class RegularizationFindings(RunResults results)
{
    private readonly Dictionary<string, double> _rates = RegularizationExperiment.Networks.ToDictionary(
        network => network.Variant, network => BestRate(results, network.Variant));

    internal Findings Make() => new([Table()], [AccuracyChart(), LossChart()], [Gap(), Better(), LessDropout(), InPlaceOfDropout()], []);

    private Claim Gap()
    {
        Spread without = GapOf("neither"), with = GapOf("bn");
        return new Claim(
            "BN alone narrows the gap between training and test accuracy",
            Sum(GapIn, ("neither", 1), ("bn", -1)).IsAboveZero,
            $"{with.Text("F2", 100)} points with BN, {without.Text("F2", 100)} with neither");
    }

    private Claim Better()
    {
        Spread without = Test("neither"), with = Test("bn");
        return new Claim(
            "BN alone does better on test images than neither",
            Gain("bn", "neither").IsAboveZero,
            $"{with.Text("F2", 100)} % with BN, {without.Text("F2", 100)} % with neither");
    }

    private Claim LessDropout()
    {
        Spread plain = Gain("dropout", "neither"), normalized = Gain("both", "bn");
        return new Claim(
            "Dropout brings less to a network with BN",
            Sum(TestAccuracyIn, ("dropout", 1), ("neither", -1), ("both", -1), ("bn", 1)).IsAboveZero,
            $"{normalized.Text("F2", 100)} points of test accuracy with BN, {plain.Text("F2", 100)} without");
    }

    private Claim InPlaceOfDropout()
    {
        Spread difference = Gain("bn", "dropout");
        return new Claim(
            "BN in place of dropout does better",
            difference.IsAboveZero,
            $"{Test("bn").Text("F2", 100)} % with BN, {Test("dropout").Text("F2", 100)} % with dropout; "
            + $"{difference.Text("F2", 100)} points apart seed by seed");
    }

    /// <summary>The rate at which held-out images come out best, on average over seeds; a diverged run counts as none right.</summary>
    private static double BestRate(RunResults results, string network) => RegularizationExperiment.Rates.MaxBy(rate => results.Over(
        RegularizationExperiment.AtRate(network, rate), run => run.Diverged ? 0 : run.Value(SmallSetTraining.HeldOutAccuracy)).Mean);

    private string AtBest(string network) => RegularizationExperiment.AtRate(network, _rates[network]);

    private Spread Test(string network) => results.Over(AtBest(network), SmallSetTraining.TestAccuracy);

    private Spread GapOf(string network) => results.Over(AtBest(network), GapIn);

    /// <summary>How much better a network tests than another one on the same training images.</summary>
    private Spread Gain(string network, string other) => Sum(TestAccuracyIn, (network, 1), (other, -1));

    /// <summary>A number of several networks, each with its sign, added up seed by seed: they share a seed's training images.</summary>
    private Spread Sum(Func<RunResult, double> number, params (string Network, int Sign)[] terms)
    {
        IReadOnlyList<RunResult>[] runs = [.. terms.Select(term => results.Of(AtBest(term.Network)))];
        return Spread.Of(Enumerable.Range(0, runs[0].Count)
            .Select(seed => terms.Select((term, i) => term.Sign * number(runs[i][seed])).Sum())
            .Where(double.IsFinite));
    }

    private static double TestAccuracyIn(RunResult run) => run.Value(SmallSetTraining.TestAccuracy);

    private static double GapIn(RunResult run) => run.Value(SmallSetTraining.TrainAccuracy) - run.Value(SmallSetTraining.TestAccuracy);

    private FindingTable Table() => new(
        "gap",
        "After training on few images",
        ["network", "learning rate", "training accuracy (%)", "test accuracy (%)", "gap (points)", "training loss", "test loss"],
        [
            .. RegularizationExperiment.Networks.Select(network => (IReadOnlyList<Cell>)
            [
                Name(network.Variant),
                Cell.Of(_rates[network.Variant], "G"),
                Cell.Of(results.Over(AtBest(network.Variant), SmallSetTraining.TrainAccuracy), "F2", 100),
                Cell.Of(Test(network.Variant), "F2", 100),
                Cell.Of(GapOf(network.Variant), "F2", 100),
                Cell.Of(results.Over(AtBest(network.Variant), SmallSetTraining.TrainLoss), "F4"),
                Cell.Of(results.Over(AtBest(network.Variant), SmallSetTraining.TestLoss), "F3"),
            ]),
        ]);

    private FindingChart AccuracyChart() => new(
        "test-accuracy",
        "Test accuracy over training steps, mean and range over seeds.",
        CurveChart.Draw("Test accuracy after training on few images", "step", "accuracy", Curves(SmallSetTraining.TestAccuracy)));

    private FindingChart LossChart() => new(
        "test-loss",
        "Test loss over training steps, mean and range over seeds.",
        CurveChart.Draw("Test loss after training on few images", "step", "cross-entropy (nats)", Curves(SmallSetTraining.TestLoss)));

    private Curve[] Curves(string name) =>
        [.. RegularizationExperiment.Networks.Select(network => results.Curve(AtBest(network.Variant), name, Name(network.Variant)))];

    private static string Name(string variant) => variant == "bn" ? "BN" : variant;
}
