namespace NormNet.Samples.Experiments;

/// <summary>The table of steps to the baseline's best accuracy, on a small Inception network.</summary>
internal sealed class InceptionExperiment : Experiment
{
    private const string AblationSwitch = "ablation";

    public override string Name => "inception";

    public override string Title => "Steps to the baseline's best accuracy on a small Inception network, with and without BN";

    public override string Source => "Ioffe & Szegedy 2015, \"Batch Normalization\", §4.2, Figures 2 and 3";

    public override IReadOnlyList<ExperimentSwitch> Switches { get; } =
    [
        new(AblationSwitch, "Take the recipe apart in the quick setting too"),
        .. SideChange.Each.Select(change => new ExperimentSwitch(change.Switch, change.Description)),
    ];

    public override IReadOnlyList<string> Choices(ExperimentSettings settings) =>
    [
        .. RecipeOf(settings).Choices,
        $"The ablation has one seed, {settings.FirstSeed}.",
        .. KeptBy(settings) == SideChanges.None ? [] : new[] { $"Taken back by switches: {string.Join(", ", settings.Switches)}." },
    ];

    public override IEnumerable<ExperimentRun> Runs(ExperimentSettings settings)
    {
        InceptionRecipe recipe = RecipeOf(settings);
        IEnumerable<(InceptionVariant Variant, int Seed)> all =
            from seed in settings.SeedNumbers
            from variant in InceptionVariant.Rows
            select (variant.Without(KeptBy(settings)), seed);
        if (HasAblation(settings))
            all = all.Concat(InceptionVariant.Ablation.Select(variant => (variant, settings.FirstSeed)));
        return all.Select(run => ExperimentRun.Of(
            run.Variant.Key,
            run.Seed,
            recipe.Steps,
            context => InceptionTraining.Run(recipe, run.Variant, settings.Images, run.Seed, context)));
    }

    public override Findings Conclude(ExperimentSettings settings, RunResults results) =>
        new InceptionFindings(settings, results, HasAblation(settings)).Conclude();

    // With side changes taken back in the rows, the table itself is the ablation.
    private static bool HasAblation(ExperimentSettings settings) =>
        KeptBy(settings) == SideChanges.None && (settings.Effort != Effort.Quick || settings.Switches.Contains(AblationSwitch));

    private static SideChanges KeptBy(ExperimentSettings settings) => SideChange.Each
        .Where(change => settings.Switches.Contains(change.Switch))
        .Aggregate(SideChanges.None, (kept, change) => kept | change.Flag);

    private static InceptionRecipe RecipeOf(ExperimentSettings settings) => settings.Pick(
        tiny: new InceptionRecipe(64, 32, Steps: 4, TestEvery: 2),
        quick: new InceptionRecipe(2_000, 500, Steps: 700, TestEvery: 35),
        full: new InceptionRecipe(2_000, 1_000, Steps: 1_500, TestEvery: 50));
}
