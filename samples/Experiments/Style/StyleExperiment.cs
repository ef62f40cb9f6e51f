using System.Globalization;

namespace NormNet.Samples.Experiments;

/// <summary>Ulyanov, Vedaldi &amp; Lempitsky 2016: a picture in another style must not depend on how much contrast it had.</summary>
internal sealed class StyleExperiment : Experiment
{
    internal const string Instance = "in", Batch = "bn";

    public override string Name => "style";

    public override string Title => "Digits repainted in the style of a texture, by a generator with Instance Norm and with Batch Norm";

    public override string Source =>
        "Ulyanov, Vedaldi & Lempitsky 2016, \"Instance Normalization: The Missing Ingredient for Fast Stylization\"";

    public override IReadOnlyList<string> Choices(ExperimentSettings settings) =>
    [
        "the paper compares pictures by a network trained on ImageNet; here by one of "
            + Invariant($"fixed random filters: three convolutions of {StyleFeatures.Channels}, 5×5, 3×3, 3×3, means of 2×2 between them"),
        "content: squared difference of the third convolution's maps; style: squared difference of the Gram matrices of the first two's; "
            + "each relative to what it is compared with, their sum is the loss (with four times the style, digits are hard to see)",
        "one texture, bent waves of seven pixels' length; contents are 28×28 digits around mid-grey, which is 0, "
            + "with half of the range of grey",
        "generator: convolutions 5×5 of 16 and 3×3 of 32 with stride 2, two residual blocks, doubling, convolution 5×5 to one channel, "
            + "linear, its first weights small; normalization after every convolution but the last, with γ and β; no bias before it; "
            + "both start from the same weights",
        Invariant($"trained at contrast 1 alone: {Steps(settings):N0} steps of {StyleTraining.BatchSize} digits, Adam, ")
            + Invariant($"learning rate {StyleTraining.LearningRate} (five times that was worse for both after 300 steps)"),
        Invariant($"tested on {TestDigits(settings)} other digits in evaluation mode, at contrasts ")
            + Invariant($"{string.Join(", ", StyleTraining.Contrasts.Select(contrast => Invariant($"{contrast}")))} times that; ")
            + "the loss at every contrast is against the digit at contrast 1",
        "a picture's contrast is the standard deviation of its pixels; flat means that the largest is at most "
            + Invariant($"{StyleFindings.FlatRatio} times the smallest; up to rounding, {StyleFindings.Rounding} of the largest value"),
    ];

    public override IEnumerable<ExperimentRun> Runs(ExperimentSettings settings)
    {
        var data = new Lazy<StyleData>(() => StyleData.Of(settings.Images.Take(settings.Pick(64, 4_000, 4_000), TestDigits(settings))));
        return
            from variant in (string[])[Instance, Batch]
            from seed in settings.SeedNumbers
            select ExperimentRun.Of(
                variant,
                seed,
                Steps(settings),
                context => new StyleTraining(data.Value, variant == Instance, seed).Run(context, Steps(settings)));
    }

    public override Findings Conclude(ExperimentSettings settings, RunResults results) => new StyleFindings(results).Make();

    private static long Steps(ExperimentSettings settings) => settings.Pick(3, 300, 1_500);

    private static int TestDigits(ExperimentSettings settings) => settings.Pick(8, 128, 128);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
