using System.Globalization;
using NormNet.Samples.Common;

namespace NormNet.Samples.Experiments;

/// <summary>The tables, charts and verdicts of the Inception networks.</summary>
internal sealed class InceptionFindings(ExperimentSettings settings, RunResults results, bool hasAblation)
{
    private static readonly Dictionary<InceptionVariant, (string Steps, string Best)> Paper = new()
    {
        [InceptionVariant.Inception] = ("31.0", "72.2"),
        [InceptionVariant.Baseline] = ("13.3", "72.7"),
        [InceptionVariant.Times5] = ("2.1", "73.0"),
        [InceptionVariant.Times30] = ("2.7", "74.8"),
        [InceptionVariant.Times5Sigmoid] = ("–", "69.8"),
        [InceptionVariant.PlainSigmoid] = ("–", "at chance"),
        [InceptionVariant.PlainTimes5] = ("–", "overflows"),
    };

    private readonly StepsToTarget _steps = new(settings, results);

    internal Findings Conclude() => new(
        hasAblation ? [Table(), Ablation()] : [Table()],
        [
            Chart("accuracy", "Test accuracy over steps, the paper's table", InceptionVariant.Rows.Take(5)),
            Chart("without-bn", "Test accuracy over steps without BN", InceptionVariant.Rows.Where(variant => !variant.BatchNorm)),
            .. hasAblation ? [AblationChart()] : Array.Empty<FindingChart>(),
        ],
        new InceptionClaims(results, _steps).Judge(),
        [
            "Where some seeds reach the baseline's best accuracy and others do not, the steps are those of the ones that do.",
            "A network that gets nowhere keeps the accuracy of the class it always names, about 10 %.",
        ]);

    private FindingTable Table() => new(
        "steps",
        $"Steps to Inception's best accuracy, {BestOf(InceptionVariant.Inception).Text("F2", 100)} %",
        ["model", "steps", "best accuracy (%)", "diverged", "paper: steps to 72.2 % (millions)", "paper: best accuracy (%)"],
        [.. InceptionVariant.Rows.Select(variant => (IReadOnlyList<Cell>)
        [
            variant.Title,
            StepsCell(_steps.Of(variant.Key)),
            Cell.Of(BestOf(variant), "F2", 100),
            DivergedCell(results.Of(variant.Key)),
            Paper.TryGetValue(variant, out (string Steps, string Best) paper) ? paper.Steps : "–",
            paper.Best ?? "–",
        ])]);

    private FindingTable Ablation() => new(
        "ablation",
        string.Create(CultureInfo.InvariantCulture, $"The recipe taken apart, seed {settings.FirstSeed} alone"),
        ["model", "steps to Inception's best accuracy", "best accuracy (%)", "last accuracy (%)", "diverged"],
        [.. TakenApart.Select(variant => (variant, result: results[ExperimentRun.KeyOf(variant.Key, settings.FirstSeed)])).Select(row =>
            (IReadOnlyList<Cell>)
            [
                row.variant.Title,
                StepsCell([_steps.First(row.variant.Key, settings.FirstSeed)]),
                Cell.Of(row.result.Value(InceptionTraining.Accuracy), "F2", 100),
                row.result.Diverged ? "–" : Cell.Of(row.result.Curve(InceptionTraining.Accuracy).Y[^1], "F2", 100),
                DivergedCell([row.result]),
            ])]);

    private static IEnumerable<InceptionVariant> TakenApart =>
        [InceptionVariant.Inception, InceptionVariant.Baseline, InceptionVariant.Times5, .. InceptionVariant.Ablation];

    private Spread BestOf(InceptionVariant variant) => results.Over(variant.Key, InceptionTraining.Accuracy);

    private static Cell StepsCell(IReadOnlyList<double?> steps)
    {
        double[] reached = [.. steps.OfType<double>()];
        if (reached.Length == 0)
            return "not reached";
        var spread = Spread.Of(reached);
        return reached.Length == steps.Count
            ? Cell.Of(spread, "F0")
            : new Cell(FormattableString.Invariant($"{spread.Text("F0")} ({reached.Length} of {steps.Count} seeds)"), spread);
    }

    private static Cell DivergedCell(IReadOnlyList<RunResult> all)
    {
        RunResult[] diverged = [.. all.Where(result => result.Diverged)];
        if (diverged.Length == 0)
            return "no";
        IEnumerable<long> steps = diverged.Select(result => result.Samples / InceptionRecipe.Batch);
        return FormattableString.Invariant($"{diverged.Length} of {all.Count}, after steps {string.Join(", ", steps)}");
    }

    private FindingChart Chart(string name, string title, IEnumerable<InceptionVariant> variants) => new(
        name,
        $"{title}: mean over seeds, in a band from the least to the greatest",
        CurveChart.Draw(
            title,
            "steps",
            "test accuracy (%)",
            Shown(variants.Select(variant => results.Curve(variant.Key, InceptionTraining.Accuracy, variant.Title)))));

    private FindingChart AblationChart() => new(
        "ablation",
        "Test accuracy over steps, one seed: BN without the side changes, the side changes without BN, and both",
        CurveChart.Draw(
            "The recipe taken apart",
            "steps",
            "test accuracy (%)",
            Shown(TakenApart.Take(6).Select(variant =>
            {
                Series series = results[ExperimentRun.KeyOf(variant.Key, settings.FirstSeed)].Curve(InceptionTraining.Accuracy);
                return new Curve(variant.Title, series.X, series.Y);
            }))));

    private static Curve[] Shown(IEnumerable<Curve> curves) =>
        [.. curves.Where(curve => curve.X.Count > 0).Select(curve => curve.InPercent())];
}
