namespace NormNet.Samples.Experiments;

/// <summary>The error over the batch size with BN and its kin, GN and LN.</summary>
internal sealed class BatchSizeExperiment : Experiment
{
    /// <summary>Images a batch, as in the paper.</summary>
    internal static IReadOnlyList<int> Sizes { get; } = [32, 16, 8, 4, 2];

    /// <summary>What is compared.</summary>
    internal static IReadOnlyList<ResidualNorm> Norms { get; } =
        [ResidualNorm.Batch, ResidualNorm.Group, ResidualNorm.Layer, ResidualNorm.Renorm, ResidualNorm.Ghost];

    public override string Name => "batch-size";

    public override string Title => "Error over the batch size: BN, GN, LN, batch renormalization, ghost BN";

    public override string Source => "Wu & He 2018, \"Group Normalization\", §4.1, Table 2 and Figure 6";

    /// <summary>The key of a normalization at a batch size, without the seed.</summary>
    internal static string KeyOf(ResidualNorm norm, int size) => FormattableString.Invariant($"{norm.Key}-{size}");

    public override IReadOnlyList<string> Choices(ExperimentSettings settings) =>
    [
        .. RecipeOf(settings).Choices,
        "A small run mixes two causes of BN's error at few images a batch: gradients that pass through noisy statistics, and moving "
        + "averages (a tenth of each new batch) that follow these. So the error is also measured with statistics estimated anew from all "
        + $"training images, {ResidualRecipe.EstimationBatch} at a time, which leaves the first cause alone.",
        $"Batch renormalization: r from 1/{ResidualNorm.RMax} to {ResidualNorm.RMax} and d up to ±{ResidualNorm.DMax}, the paper's; no "
        + $"correction in the first {100 * ResidualRecipe.RenormWarmUp:F0} % of the steps; the moving averages take a hundredth of each "
        + "new batch.",
        $"Ghost BN takes its statistics from {ResidualNorm.GhostBatch} images at every batch size: statistics are as noisy as BN's at 2, "
        + "while gradients are averages over the whole batch.",
    ];

    public override IEnumerable<ExperimentRun> Runs(ExperimentSettings settings)
    {
        ResidualRecipe recipe = RecipeOf(settings);
        return
            from seed in settings.SeedNumbers
            from size in Sizes
            from norm in Norms
            let training = new ResidualTraining(recipe, norm, size, ResidualRecipe.RateOf(size)) { OnlyLast = true }
            select ExperimentRun.Of(KeyOf(norm, size), seed, recipe.Samples, context => training.Run(settings.Images, seed, context));
    }

    public override Findings Conclude(ExperimentSettings settings, RunResults results) => BatchSizeFindings.Of(results);

    private static ResidualRecipe RecipeOf(ExperimentSettings settings) => settings.Pick(
        tiny: new ResidualRecipe(64, 40, Epochs: 2, LastEpochs: 1),
        quick: new ResidualRecipe(800, 1_000, Epochs: 8, LastEpochs: 3),
        full: new ResidualRecipe(2_000, 3_000, Epochs: 15, LastEpochs: 5));
}
