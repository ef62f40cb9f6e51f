using System.Globalization;
using NormNet.Samples.Common;

namespace NormNet.Samples.Experiments;

/// <summary>Tables and charts of the transformers.</summary>
internal sealed class TransformerFindings(TransformerRecipe recipe, RunResults results)
{
    internal Findings Make() => new(
        [
            Table("steps", "Steps to 95 % exact answers", StepsCell),
            Table(
                "exact",
                "Exact answers at the end (%)",
                variant => Cell.Of(results.Over(variant.Key, TransformerTraining.Exact), "F1", 100)),
        ],
        [
            Chart("exact-without-warm-up", "exact answers", TransformerTraining.Exact, warmUp: false),
            Chart("loss-without-warm-up", "training loss", StepLoop.Loss, warmUp: false),
            Chart("loss-with-warm-up", "training loss", StepLoop.Loss, warmUp: true),
        ],
        new TransformerClaims(recipe, results).Judge(),
        [
            Text($"A network that gives the ten digits the same chance has a loss of {Math.Log(10):F2}."),
            "The papers train on translation, language and images, of which a task of six digits says little: what carries over is which "
            + "networks start to learn at all at a rate.",
        ]);

    private FindingTable Table(string name, string title, Func<TransformerVariant, Cell> cell) => new(
        name,
        $"{title}, by the highest learning rate",
        ["normalization", "warm-up", .. recipe.Rates.Select(rate => Text($"{rate}"))],
        [
            .. from norm in TransformerNorm.All
               from warmUp in (bool[])[false, true]
               select (IReadOnlyList<Cell>)
               [
                   norm.Title,
                   warmUp ? "yes" : "no",
                   .. recipe.Rates.Select(rate => cell(new TransformerVariant(norm, rate, warmUp))),
               ],
        ]);

    private Cell StepsCell(TransformerVariant variant)
    {
        IReadOnlyList<RunResult> runs = results.Of(variant.Key);
        Spread steps = results.Over(variant.Key, TransformerTraining.StepsToTarget);
        int diverged = runs.Count(run => run.Diverged);
        string text = steps.Count == runs.Count ? steps.Text("F0")
            : steps.Count > 0 ? Text($"{steps.Text("F0")} ({steps.Count} of {runs.Count})")
            : "never";
        return new Cell(diverged == 0 ? text : Text($"{text}; {diverged} diverged"), steps);
    }

    private FindingChart Chart(string name, string vertical, string curve, bool warmUp)
    {
        double rate = recipe.Rates[^Math.Min(2, recipe.Rates.Count)];
        string title = Text($"Rate {rate}, {(warmUp ? "with" : "without")} warm-up");
        Curve[] curves =
            [.. TransformerNorm.All.Select(norm => results.Curve(new TransformerVariant(norm, rate, warmUp).Key, curve, norm.Title))];
        return new FindingChart(
            name,
            $"{title}: {vertical} over steps, mean and range over seeds",
            curve == StepLoop.Loss
                ? CurveChart.DrawLogarithmic(title, "step", vertical, curves, LogarithmicAxes.Vertical)
                : CurveChart.Draw(title, "step", vertical, curves));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
