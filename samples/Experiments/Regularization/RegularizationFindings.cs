using NormNet.Samples.Common;

namespace NormNet.Samples.Experiments;

/// <summary>What training on few images says about Batch Normalization and dropout.</summary>
internal sealed class RegularizationFindings(RunResults results)
{
    internal Findings Make() => new([Table()], [AccuracyChart(), LossChart()], [Gap(), Better(), LessDropout(), InPlaceOfDropout()], []);

    private Claim Gap()
    {
        Spread without = GapOf("neither"), with = GapOf("bn");
        return new Claim(
            "BN alone narrows the gap between training and test accuracy",
            with.Mean < without.Mean,
            $"{with.Text("F2", 100)} points with BN, {without.Text("F2", 100)} with neither");
    }

    private Claim Better()
    {
        Spread without = Test("neither"), with = Test("bn");
        return new Claim(
            "BN alone does better on test images than neither",
            with.Mean > without.Mean,
            $"{with.Text("F2", 100)} % with BN, {without.Text("F2", 100)} % with neither");
    }

    private Claim LessDropout()
    {
        Spread plain = Gain("dropout", "neither"), normalized = Gain("both", "bn");
        return new Claim(
            "Dropout brings less to a network with BN",
            normalized.Mean < plain.Mean,
            $"{normalized.Text("F2", 100)} points of test accuracy with BN, {plain.Text("F2", 100)} without");
    }

    private Claim InPlaceOfDropout()
    {
        Spread difference = Gain("bn", "dropout");
        return new Claim(
            "BN in place of dropout does at least as well",
            difference.Mean >= 0,
            $"{Test("bn").Text("F2", 100)} % with BN, {Test("dropout").Text("F2", 100)} % with dropout; {difference.Text("F2", 100)} points apart seed by seed");
    }

    private Spread Test(string variant) => results.Over(variant, SmallSetTraining.TestAccuracy);

    private Spread GapOf(string variant) => results.Over(
        variant, run => run.Value(SmallSetTraining.TrainAccuracy) - run.Value(SmallSetTraining.TestAccuracy));

    /// <summary>How much better a variant tests than another one on the same training images.</summary>
    private Spread Gain(string variant, string other) => Spread.Of(
        results.Of(variant).Zip(results.Of(other), (a, b) => a.Value(SmallSetTraining.TestAccuracy) - b.Value(SmallSetTraining.TestAccuracy))
            .Where(double.IsFinite));

    private FindingTable Table() => new(
        "gap",
        "After training on few images",
        ["network", "training accuracy (%)", "test accuracy (%)", "gap (points)", "training loss", "test loss"],
        [
            .. RegularizationExperiment.Networks.Select(network => (IReadOnlyList<Cell>)
            [
                Name(network.Variant),
                Cell.Of(results.Over(network.Variant, SmallSetTraining.TrainAccuracy), "F2", 100),
                Cell.Of(Test(network.Variant), "F2", 100),
                Cell.Of(GapOf(network.Variant), "F2", 100),
                Cell.Of(results.Over(network.Variant, SmallSetTraining.TrainLoss), "F4"),
                Cell.Of(results.Over(network.Variant, SmallSetTraining.TestLoss), "F3"),
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
        [.. RegularizationExperiment.Networks.Select(network => results.Curve(network.Variant, name, Name(network.Variant)))];

    private static string Name(string variant) => variant == "bn" ? "BN" : variant;
}
