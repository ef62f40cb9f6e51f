using System.Globalization;

namespace NormNet.Samples.Experiments;

/// <summary>What the paper says of its Inception networks, judged.</summary>
internal sealed class InceptionClaims(RunResults results, StepsToTarget steps)
{
    /// <summary>Hardly more than one class in ten.</summary>
    private const double Chance = 0.15;

    /// <summary>How far below the baseline's a sigmoid network's accuracy may be that counts as trained.</summary>
    private const double SigmoidLoss = 0.05;

    internal IReadOnlyList<Claim> Judge() =>
    [
        Fewer(InceptionVariant.Baseline, InceptionVariant.Inception),
        Fewer(InceptionVariant.Times5, InceptionVariant.Baseline),
        Fewer(InceptionVariant.Times30, InceptionVariant.Inception),
        Higher(InceptionVariant.Times30, InceptionVariant.Times5, "paper: 74.8 and 73.0 %"),
        GetsNowhere(InceptionVariant.PlainTimes5),
        GetsNowhere(InceptionVariant.PlainTimes30),
        SigmoidAtChance(),
        SigmoidTrains(),
    ];

    private Claim Fewer(InceptionVariant fast, InceptionVariant slow)
    {
        double few = steps.Median(fast.Key), many = steps.Median(slow.Key);
        return new Claim(
            $"{fast.Title} needs fewer steps to Inception's best accuracy than {slow.Title}",
            few < many,
            $"medians over seeds: {Text(few)} and {Text(many)}{Times(few, many)}");
    }

    private Claim Higher(InceptionVariant high, InceptionVariant low, string paper)
    {
        Spread above = Best(high), below = Best(low);
        return SeedNoise.Above(
            $"{high.Title}'s best accuracy is above {low.Title}'s ({paper})",
            above,
            below,
            $"{above.Text("F2", 100)} % and {below.Text("F2", 100)} %");
    }

    private Claim GetsNowhere(InceptionVariant variant)
    {
        IReadOnlyList<RunResult> runs = results.Of(variant.Key);
        int diverged = runs.Count(run => run.Diverged), stalled = runs.Count(run => !run.Diverged && Accuracy(run) < Chance);
        return new Claim(
            Invariant($"At {variant.RateFactor} times the rate the network without BN diverges or stays at chance"),
            diverged + stalled == runs.Count,
            Invariant($"of {runs.Count}, {diverged} diverged and {stalled} stayed below {100 * Chance:F0} %; best accuracy ")
            + $"{Best(variant).Text("F2", 100)} %");
    }

    private Claim SigmoidAtChance()
    {
        IReadOnlyList<RunResult> runs = results.Of(InceptionVariant.PlainSigmoid.Key);
        return new Claim(
            "With the sigmoid and without BN the network stays at chance",
            runs.All(run => Accuracy(run) < Chance),
            $"best accuracy {Best(InceptionVariant.PlainSigmoid).Text("F2", 100)} %");
    }

    private Claim SigmoidTrains()
    {
        Spread sigmoid = Best(InceptionVariant.Times5Sigmoid), baseline = Best(InceptionVariant.Inception);
        return new Claim(
            Invariant($"With the sigmoid and BN it comes within {100 * SigmoidLoss:F0} points of Inception (paper: 69.8 and 72.2 %)"),
            sigmoid.Mean > baseline.Mean - SigmoidLoss,
            $"{sigmoid.Text("F2", 100)} % and {baseline.Text("F2", 100)} %");
    }

    private Spread Best(InceptionVariant variant) => results.Over(variant.Key, InceptionTraining.Accuracy);

    // A run that diverged before its first test has no accuracy.
    private static double Accuracy(RunResult run) => run.Values.GetValueOrDefault(InceptionTraining.Accuracy);

    private static string Text(double median) => double.IsInfinity(median) ? "not reached" : Invariant($"{median:F0} steps");

    private static string Times(double few, double many) =>
        double.IsFinite(few) && double.IsFinite(many) ? Invariant($", a factor of {many / few:F1}") : "";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
