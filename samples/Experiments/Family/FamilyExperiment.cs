using NormNet.Samples.Common;

namespace NormNet.Samples.Experiments;

/// <summary>Validation and training error of the normalization family on a small residual network, batch 32.</summary>
internal sealed class FamilyExperiment : Experiment
{
    // What does not learn at all would press the other curves to the floor.
    private const double MostShown = 0.5;

    public override string Name => "family";

    public override string Title => "Error of a small residual network with BN, LN, IN, GN, RMS and no normalization, batch 32";

    public override string Source => "Wu & He 2018, \"Group Normalization\", §4.1, Table 1 and Figure 5";

    public override IReadOnlyList<string> Choices(ExperimentSettings settings) =>
    [
        .. RecipeOf(settings).Choices,
        "IN has γ and β. RMS divides by the root mean square over channels and places and has γ and β for each place, in the last block "
        + "four times as many of them as the others.",
        "Without normalization there are biases instead, a block does not begin as its shortcut, and the rate is also tried at a tenth.",
        "Training error: the share of training images that was wrong when the training met them, shifted and in training mode.",
    ];

    public override IEnumerable<ExperimentRun> Runs(ExperimentSettings settings)
    {
        ResidualRecipe recipe = RecipeOf(settings);
        return
            from seed in settings.SeedNumbers
            from variant in FamilyVariant.All
            let rate = variant.RateFactor * ResidualRecipe.RateOf(ResidualRecipe.UsualBatch)
            let training = new ResidualTraining(recipe, variant.Norm, ResidualRecipe.UsualBatch, rate)
            select ExperimentRun.Of(variant.Key, seed, recipe.Samples, context => training.Run(settings.Images, seed, context));
    }

    public override Findings Conclude(ExperimentSettings settings, RunResults results) => new(
        [Table(results)],
        [
            Chart(results, "validation-error", "Validation error over epochs", ResidualTraining.Error),
            Chart(results, "training-error", "Training error over epochs", ResidualTraining.TrainingError),
        ],
        FamilyClaims.Judge(results),
        [
            "Digits are not photographs: the size of errors and of differences says nothing about ImageNet, their order may. A small run "
            + "tells members apart only where the spread over seeds is smaller than the difference.",
        ]);

    private static FindingTable Table(RunResults results) => new(
        "errors",
        "Error in per cent, batch 32",
        ["normalization", "validation error", "training error", "validation error, re-estimated statistics", "paper, ImageNet"],
        [.. FamilyVariant.All.Select(variant => (IReadOnlyList<Cell>)
        [
            Titled(variant, results.Of(variant.Key).Count(result => result.Diverged)),
            Cell.Of(results.Over(variant.Key, ResidualTraining.Error), "F2", 100),
            Cell.Of(results.Over(variant.Key, ResidualTraining.TrainingError), "F2", 100),
            Cell.Of(results.Over(variant.Key, ResidualTraining.Reestimated), "F2", 100),
            variant.Paper is { } paper ? Cell.Of(paper, "F1") : "–",
        ])]);

    private static string Titled(FamilyVariant variant, int diverged) =>
        diverged == 0 ? variant.Title : $"{variant.Title} ({diverged} diverged)";

    private static FindingChart Chart(RunResults results, string name, string title, string curve) => new(
        name,
        $"{title}: mean over seeds, in a band from the least to the greatest. What ends above {100 * MostShown:F0} % is left out.",
        CurveChart.Draw(
            title,
            "epoch",
            "error (%)",
            [.. FamilyVariant.All
                .Where(variant => results.Over(variant.Key, curve).Mean < MostShown)
                .Select(variant => results.Curve(variant.Key, curve, variant.Title).InPercent())
                .DefaultIfEmpty(new Curve("nothing learned", [0], [100]))]));

    private static ResidualRecipe RecipeOf(ExperimentSettings settings) => settings.Pick(
        tiny: new ResidualRecipe(64, 40, Epochs: 2, LastEpochs: 1),
        quick: new ResidualRecipe(1_500, 2_000, Epochs: 10, LastEpochs: 3),
        full: new ResidualRecipe(2_500, 5_000, Epochs: 20, LastEpochs: 5));
}
