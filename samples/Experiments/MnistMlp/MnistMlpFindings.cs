using NormNet.Samples.Common;
using static System.FormattableString;

namespace NormNet.Samples.Experiments;

/// <summary>What the networks of sigmoids say: accuracy over steps, drift of a sigmoid's inputs.</summary>
internal sealed class MnistMlpFindings(RunResults results, string plain, string normalized, string plainSmall, string normalizedSmall)
{
    private const double FirstJudged = 500, LeastRatio = 3;

    private static readonly double[] Shown = [500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 50_000];

    private IReadOnlyList<(string Variant, string Name)> Rows =>
    [
        (plain, "without BN"), (normalized, "with BN"), (plainSmall, "without BN, small start"), (normalizedSmall, "with BN, small start"),
    ];

    internal Findings Make() => new([AccuracyTable(), DriftTable()], [AccuracyChart(), DriftChart()], [.. Claims()], Notes());

    private IEnumerable<Claim> Claims()
    {
        yield return Ahead(plain, normalized, "With BN the test accuracy is higher at every checkpoint from step 500 on");
        yield return Ahead(plainSmall, normalizedSmall, "The same from a small start (weights of deviation 0.01)");
        yield return LessDrift(
            MnistMlpTraining.TypicalDrift, "The input of a typical sigmoid of the last hidden layer drifts at least 3 times less with BN");
        yield return LessDrift(MnistMlpTraining.AllDrift, "So do the inputs of all sigmoids of that layer, taken together");
    }

    private Claim Ahead(string behind, string ahead, string text)
    {
        Curve slow = AccuracyOf(behind, ""), fast = AccuracyOf(ahead, "");
        (double Step, double Lead)[] leads =
        [
            .. slow.X.Zip(slow.Y, fast.Y).Where(at => at.First >= FirstJudged).Select(at => (at.First, 100 * (at.Third - at.Second))),
        ];
        if (leads.Length == 0)
            return new Claim(text, null, "no checkpoint that late");
        (double step, double lead) = leads.MinBy(at => at.Lead);
        return new Claim(text, lead > 0, Invariant($"least lead {lead:F2} points, at step {step:N0}; {leads[^1].Lead:F2} at the end"));
    }

    private Claim LessDrift(string drift, string text)
    {
        double without = results.Over(plain, drift).Mean, with = results.Over(normalized, drift).Mean;
        return double.IsFinite(without / with)
            ? new Claim(
                text, without >= LeastRatio * with, Invariant($"{without:F3} without BN, {with:F3} with: {without / with:F1} times"))
            : new Claim(text, null, "a run diverged, or nothing moved");
    }

    private FindingTable AccuracyTable()
    {
        double[] steps = [.. Shown.Intersect(AccuracyOf(plain, "").X)];
        if (steps.Length == 0)
            steps = [AccuracyOf(plain, "").X[^1]];
        return new FindingTable(
            "accuracy",
            "Test accuracy (%) after so many steps",
            ["network", .. steps.Select(step => Invariant($"{step:N0}")), "end", "end, by moving averages"],
            [
                .. Rows.Select(row => (IReadOnlyList<Cell>)
                [
                    row.Name,
                    .. steps.Select(step => Percent(results.Over(row.Variant, run => run.Curve(MnistMlpTraining.Accuracy).At(step)))),
                    Percent(results.Over(row.Variant, MnistMlpTraining.Accuracy)),
                    Percent(results.Over(row.Variant, MnistMlpTraining.MovingAccuracy)),
                ]),
            ]);
    }

    private FindingTable DriftTable() => new(
        "drift",
        "Drift of the inputs of the last hidden layer's sigmoids",
        ["network", "typical sigmoid", "all sigmoids"],
        [
            .. Rows.Select(row => (IReadOnlyList<Cell>)
            [
                row.Name,
                Cell.Of(results.Over(row.Variant, MnistMlpTraining.TypicalDrift), "F3"),
                Cell.Of(results.Over(row.Variant, MnistMlpTraining.AllDrift), "F3"),
            ]),
        ]);

    private FindingChart AccuracyChart() => new(
        "accuracy",
        "Test accuracy over training steps, mean and range over seeds. The paper's Figure 1a shows the same from 70 % up.",
        CurveChart.DrawLogarithmic(
            "Test accuracy",
            "step",
            "accuracy",
            [.. Rows.Select(row => AfterStart(AccuracyOf(row.Variant, row.Name)))],
            LogarithmicAxes.Horizontal));

    private FindingChart DriftChart() => new(
        "sigmoid-inputs",
        "Input of a typical sigmoid of the last hidden layer, first seed: the median over images and, shaded, the 15th to 85th percentile "
        + "(the paper's Figures 1b and 1c).",
        CurveChart.DrawLogarithmic(
            "Input of a typical sigmoid",
            "step",
            "input",
            [TypicalInput(plain, "without BN"), TypicalInput(normalized, "with BN")],
            LogarithmicAxes.Horizontal));

    private Curve TypicalInput(string variant, string name)
    {
        RunResult run = results.Of(variant)[0];
        Series low = run.Curve(MnistMlpTraining.Percentile("typical", 0)), high = run.Curve(MnistMlpTraining.Percentile("typical", 2));
        Series median = run.Curve(MnistMlpTraining.Percentile("typical", 1));
        return AfterStart(new Curve(name, median.X, median.Y) { Low = low.Y, High = high.Y });
    }

    /// <summary>Without step 0, which a logarithmic axis does not have.</summary>
    private static Curve AfterStart(Curve curve) => curve with
    {
        X = [.. curve.X.Skip(1)],
        Y = [.. curve.Y.Skip(1)],
        Low = curve.Low?.Skip(1).ToArray(),
        High = curve.High?.Skip(1).ToArray(),
    };

    private List<string> Notes()
    {
        var notes = new List<string> { "The paper shows this experiment as curves without numbers: it has no row to put beside these." };
        double best = AccuracyOf(plain, "").Y.Max();
        Curve fast = AccuracyOf(normalized, "");
        int reached = fast.Y.ToList().FindIndex(accuracy => accuracy >= best);
        notes.Add(reached < 0
            ? Invariant($"With BN the accuracy never reaches the best without it, {100 * best:F2} %.")
            : Invariant($"The best accuracy without BN, {100 * best:F2} %, is passed with BN by step {fast.X[reached]:N0}."));
        return notes;
    }

    private Curve AccuracyOf(string variant, string name) => results.Curve(variant, MnistMlpTraining.Accuracy, name);

    private static Cell Percent(Spread share) => Cell.Of(share, "F2", 100);
}
