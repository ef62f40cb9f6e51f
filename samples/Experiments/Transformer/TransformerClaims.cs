using System.Globalization;
using MathNet.Numerics.Statistics;

namespace NormNet.Samples.Experiments;

/// <summary>What the papers say of the places and kinds of normalization in a transformer, judged over all rates and seeds.</summary>
internal sealed class TransformerClaims(TransformerRecipe recipe, RunResults results)
{
    /// <summary>Up to this factor between the steps of two networks they count as equally fast.</summary>
    private const double Alike = 1.25;

    internal IReadOnlyList<Claim> Judge() =>
    [
        More(
            "Without warm-up, norm before reaches 95 % in more runs than norm after (Xiong et al. 2020)",
            (TransformerNorm.Before, false),
            (TransformerNorm.After, false)),
        More(
            "With warm-up, norm after reaches 95 % in more runs than without (Xiong et al. 2020)",
            (TransformerNorm.After, true),
            (TransformerNorm.After, false)),
        NeedsNoWarmUp(),
        SameAsLayerNorm("RMS norm does what layer norm does (Zhang & Sennrich 2019)", TransformerNorm.RootMeanSquare),
        SameAsLayerNorm("Dynamic tanh does what layer norm does (Zhu et al. 2025)", TransformerNorm.DynamicTanh),
        Worse("Without any normalization training is slower or fails", TransformerNorm.None),
    ];

    private Claim More(string text, (TransformerNorm Norm, bool WarmUp) many, (TransformerNorm Norm, bool WarmUp) few)
    {
        int more = Reached(many.Norm, many.WarmUp), less = Reached(few.Norm, few.WarmUp);
        int all = Pairs(many.Norm, many.WarmUp, few.Norm, few.WarmUp).Count();
        string figures = Text($"{more} and {less} of {all} runs at rates {Rates}");
        return less == all ? new Claim(text, null, $"{figures}: no rate is too high for either") : new Claim(text, more > less, figures);
    }

    private Claim NeedsNoWarmUp()
    {
        const string Sentence = "Norm before reaches 95 % without warm-up wherever it does with one, and no later (Xiong et al. 2020)";
        int without = Reached(TransformerNorm.Before, false), with = Reached(TransformerNorm.Before, true);
        double ratio = Ratio(Pairs(TransformerNorm.Before, false, TransformerNorm.Before, true));
        return new Claim(
            Sentence,
            without + with == 0 ? null : without >= with && ratio <= 1,
            Text($"{without} and {with} runs; steps without warm-up are {Factor(ratio)} of those with it"));
    }

    private Claim SameAsLayerNorm(string text, TransformerNorm norm)
    {
        (int own, int layer, int all, double ratio) = Beside(norm);
        return new Claim(
            text,
            own + layer == 0 ? null : Math.Abs(own - layer) <= all / 10.0 && ratio is >= 1 / Alike and <= Alike,
            Text($"{own} and {layer} of {all} runs reach 95 %; its steps are {Factor(ratio)} of layer norm's"));
    }

    private Claim Worse(string text, TransformerNorm norm)
    {
        (int own, int layer, int all, double ratio) = Beside(norm);
        return new Claim(
            text,
            layer == 0 ? null : own <= layer - (all / 10.0) || ratio > Alike,
            Text($"{own} and {layer} of {all} runs reach 95 %; where both do, its steps are {Factor(ratio)} of layer norm's"));
    }

    /// <summary>Runs that reach the target, of it and of layer norm before, and how many times layer norm's steps it takes.</summary>
    private (int Own, int Layer, int All, double Ratio) Beside(TransformerNorm norm)
    {
        (RunResult, RunResult)[] pairs =
            [.. Pairs(norm, false, TransformerNorm.Before, false), .. Pairs(norm, true, TransformerNorm.Before, true)];
        return (
            Reached(norm, false) + Reached(norm, true),
            Reached(TransformerNorm.Before, false) + Reached(TransformerNorm.Before, true),
            pairs.Length,
            Ratio(pairs));
    }

    private int Reached(TransformerNorm norm, bool warmUp) => recipe.Rates
        .SelectMany(rate => results.Of(new TransformerVariant(norm, rate, warmUp).Key))
        .Count(run => double.IsFinite(Steps(run)));

    /// <summary>Runs of the same rate and seed.</summary>
    private IEnumerable<(RunResult One, RunResult Other)> Pairs(
        TransformerNorm norm, bool warmUp, TransformerNorm other, bool otherWarmUp) =>
        recipe.Rates.SelectMany(rate => results.Of(new TransformerVariant(norm, rate, warmUp).Key)
            .Zip(results.Of(new TransformerVariant(other, rate, otherWarmUp).Key)));

    /// <summary>The median ratio of steps over pairs in which both reach the target; NaN where none does.</summary>
    private static double Ratio(IEnumerable<(RunResult One, RunResult Other)> pairs) =>
        pairs.Select(pair => Steps(pair.One) / Steps(pair.Other)).Where(double.IsFinite).Median();

    private static double Steps(RunResult run) => run.Value(TransformerTraining.StepsToTarget);

    private string Rates => string.Join(", ", recipe.Rates.Select(rate => Text($"{rate}")));

    private static string Factor(double ratio) => double.IsNaN(ratio) ? "an unknown multiple" : Text($"{ratio:F2} times");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
