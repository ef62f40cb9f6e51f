using NormNet.Samples.Common;
using static System.FormattableString;

namespace NormNet.Samples.Experiments;

/// <summary>What learning rates, initial scales and gradients say.</summary>
internal sealed class LearningRatesFindings(RunResults results, IReadOnlyList<double> rates, IReadOnlyList<double> scales)
{
    /// <summary>The share of right answers from which on a network counts as trained.</summary>
    internal const double Trained = 0.9;

    private const double UsualScale = 1;

    internal Findings Make() => new(
        [Grid("plain", "without BN"), Grid("bn", "with BN"), DeepTable()],
        [Map("plain", "without BN"), Map("bn", "with BN"), GradientChart()],
        [HigherRates(), AnyScale(), LessSpread(), Flow("sigmoid", "sigmoids"), Flow("relu", "ReLUs"), DeepTrains()],
        [SameAtLowRate()]);

    private Claim HigherRates()
    {
        double? without = LargestRate("plain", UsualScale), with = LargestRate("bn", UsualScale);
        const string Sentence = "From the usual start, BN trains at higher learning rates";
        return (without, with) switch
        {
            (null, null) => new Claim(Sentence, null, "neither network was trained at any rate"),
            (null, _) => new Claim(Sentence, true, Invariant($"up to {with} with BN, at none without")),
            (_, null) => new Claim(Sentence, false, Invariant($"at none with BN, up to {without} without")),
            _ => new Claim(
                Sentence, with > without, Invariant($"up to {with} with BN, up to {without} without: {with / without:F0} times")),
        };
    }

    private Claim AnyScale()
    {
        int without = TrainedPoints("plain"), with = TrainedPoints("bn");
        return new Claim(
            "BN trains at more combinations of learning rate and initial scale",
            with > without,
            Invariant($"{with} of {rates.Count * scales.Count} with BN, {without} without"));
    }

    private Claim LessSpread()
    {
        double without = SpreadOverScales("plain"), with = SpreadOverScales("bn");
        return new Claim(
            "With the best learning rate for each, the initial scale matters less with BN",
            with < without,
            Invariant($"best and worst scale are {100 * with:F1} points apart with BN, {100 * without:F1} without"));
    }

    private Claim Flow(string nonlinearity, string name)
    {
        double without = FirstToLast(nonlinearity, "plain"), with = FirstToLast(nonlinearity, "bn");
        return new Claim(
            Invariant($"In {DeepNetwork.ManyLayers} layers of {name}, ")
                + "the first layer's gradient is nearer in size to the last one's with BN",
            Math.Abs(Math.Log(with)) < Math.Abs(Math.Log(without)),
            Invariant($"first to last hidden layer: {with:G2} with BN, {without:G2} without"));
    }

    private Claim DeepTrains()
    {
        Spread without = DeepAccuracy("sigmoid", "plain"), with = DeepAccuracy("sigmoid", "bn");
        return new Claim(
            Invariant($"{DeepNetwork.ManyLayers} layers of sigmoids train better with BN"),
            with.Mean > without.Mean,
            Invariant($"test accuracy {with.Text("F1", 100)} % with BN, {without.Text("F1", 100)} % without; ")
            + Invariant($"ReLUs: {DeepAccuracy("relu", "bn").Text("F1", 100)} % and {DeepAccuracy("relu", "plain").Text("F1", 100)} %"));
    }

    private string SameAtLowRate()
    {
        double low = rates[0];
        return Invariant($"At the lowest learning rate, {low}, and the usual start: {100 * Accuracy("bn", low, UsualScale):F1} % with BN, ")
            + Invariant($"{100 * Accuracy("plain", low, UsualScale):F1} % without. ")
            + "Bjorck et al. found that most of BN's gain comes from the higher rates it bears.";
    }

    /// <summary>The mean accuracy over seeds; a diverged run counts as none right.</summary>
    private double Accuracy(string network, double rate, double scale) => results.Over(
        LearningRatesExperiment.Point(network, rate, scale), run => run.Diverged ? 0 : run.Value(DeepNetwork.Accuracy)).Mean;

    private double? LargestRate(string network, double scale) =>
        rates.Where(rate => Accuracy(network, rate, scale) >= Trained).Select(rate => (double?)rate).Max();

    private int TrainedPoints(string network) => scales.Sum(scale => rates.Count(rate => Accuracy(network, rate, scale) >= Trained));

    private double SpreadOverScales(string network)
    {
        double[] best = [.. scales.Select(scale => rates.Max(rate => Accuracy(network, rate, scale)))];
        return best.Max() - best.Min();
    }

    private double FirstToLast(string nonlinearity, string network) => Math.Exp(results.Over(
        LearningRatesExperiment.Deep(nonlinearity, network),
        run => Math.Log(run.Curve(DeepNetwork.GradientNorms).Y[0] / run.Curve(DeepNetwork.GradientNorms).Y[^1])).Mean);

    private Spread DeepAccuracy(string nonlinearity, string network) =>
        results.Over(LearningRatesExperiment.Deep(nonlinearity, network), run => run.Diverged ? 0 : run.Value(DeepNetwork.Accuracy));

    private FindingTable Grid(string network, string name) => new(
        $"accuracy-{network}",
        $"Test accuracy (%) {name}, over initial scale (rows) and learning rate (columns)",
        ["scale", .. rates.Select(rate => Invariant($"{rate}"))],
        [.. scales.Select(scale => (IReadOnlyList<Cell>)[Invariant($"{scale}"), .. rates.Select(rate => Point(network, rate, scale))])]);

    private Cell Point(string network, double rate, double scale)
    {
        string variant = LearningRatesExperiment.Point(network, rate, scale);
        int diverged = results.Of(variant).Count(run => run.Diverged);
        Spread accuracy = results.Over(variant, DeepNetwork.Accuracy);
        return diverged == 0 ? Cell.Of(accuracy, "F1", 100) : new Cell(Invariant($"{diverged} diverged"), accuracy);
    }

    private FindingTable DeepTable() => new(
        "deep",
        Invariant($"Networks of {DeepNetwork.ManyLayers} hidden layers: gradient norms before the first step, accuracy after the last"),
        ["network", "first hidden layer", "last hidden layer", "first to last", "test accuracy (%)"],
        [
            .. from nonlinearity in LearningRatesExperiment.Nonlinearities
               from network in LearningRatesExperiment.Networks
               let variant = LearningRatesExperiment.Deep(nonlinearity, network)
               select (IReadOnlyList<Cell>)
               [
                   DeepName(nonlinearity, network),
                   Cell.Of(results.Over(variant, run => run.Curve(DeepNetwork.GradientNorms).Y[0]), "G2"),
                   Cell.Of(results.Over(variant, run => run.Curve(DeepNetwork.GradientNorms).Y[^1]), "G2"),
                   Cell.Of(FirstToLast(nonlinearity, network), "G2"),
                   Cell.Of(DeepAccuracy(nonlinearity, network), "F1", 100),
               ],
        ]);

    private FindingChart Map(string network, string name)
    {
        double[,] values = new double[scales.Count, rates.Count];
        for (int row = 0; row < scales.Count; row++)
        {
            for (int column = 0; column < rates.Count; column++)
            {
                bool diverged = results.Of(LearningRatesExperiment.Point(network, rates[column], scales[row])).Any(run => run.Diverged);
                values[row, column] = diverged ? double.NaN : Accuracy(network, rates[column], scales[row]);
            }
        }

        return new FindingChart(
            $"map-{network}",
            $"Test accuracy in per cent {name}, mean over seeds; grey where a run diverged.",
            HeatMapChart.Draw(
                $"Test accuracy {name}",
                "learning rate",
                "initial scale",
                [.. rates.Select(rate => Invariant($"{rate}"))],
                [.. scales.Select(scale => Invariant($"{scale}"))],
                values,
                low: 0.1,
                high: 1,
                value => double.IsNaN(value) ? "diverged" : Invariant($"{100 * value:F1}")));
    }

    private FindingChart GradientChart() => new(
        "gradient-norms",
        "Norm of the loss's gradient by each layer's weights before the first step, "
        + Invariant($"in networks of {DeepNetwork.ManyLayers} hidden layers."),
        CurveChart.DrawLogarithmic(
            "Gradient norm of each layer's weights",
            "hidden layer",
            "gradient norm",
            [
                .. from nonlinearity in LearningRatesExperiment.Nonlinearities
                   from network in LearningRatesExperiment.Networks
                   select results.Curve(
                       LearningRatesExperiment.Deep(nonlinearity, network), DeepNetwork.GradientNorms, DeepName(nonlinearity, network)),
            ],
            LogarithmicAxes.Vertical));

    private static string DeepName(string nonlinearity, string network) =>
        $"{(nonlinearity == "relu" ? "ReLU" : "sigmoid")}, {(network == "bn" ? "with" : "without")} BN";
}
