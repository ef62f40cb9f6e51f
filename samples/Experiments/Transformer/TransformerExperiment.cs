using System.Globalization;

namespace NormNet.Samples.Experiments;

/// <summary>Normalization in a transformer: where, which, and how high a learning rate it stands without warm-up.</summary>
internal sealed class TransformerExperiment : Experiment
{
    public override string Name => "transformer";

    public override string Title =>
        "A transformer that sorts digits: norm after, before, RMS, dynamic tanh and none, with and without warm-up";

    public override string Source =>
        "Xiong et al. 2020, \"On Layer Normalization in the Transformer Architecture\", §4; Zhang & Sennrich 2019; Zhu et al. 2025";

    public override IReadOnlyList<string> Choices(ExperimentSettings settings)
    {
        TransformerRecipe recipe = RecipeOf(settings);
        return
        [
            Text($"Task: {TransformerRecipe.Digits} digits to sort, such as 734102=______, all places read and answered at once. ")
            + "Batches of "
            + Text($"{TransformerRecipe.Batch} tasks, {recipe.Steps:N0} steps, no task twice; ")
            + Text($"{recipe.TestTasks} other tasks are tested every ")
            + Text(
                $"{recipe.TestEvery} steps, and an answer is exact when all its digits are right. The papers have translation and images."),
            Text($"Model: {recipe.Layers} blocks of {TransformerRecipe.Features} features, {TransformerRecipe.Heads} heads, ")
            + Text($"{TransformerRecipe.Hidden} hidden ")
            + "features, ReLU, learned positions, no dropout (Xiong et al.: 6 blocks, 512 features). Norm before has one more at the end.",
            "Weights start uniform as Glorot & Bengio have it, biases from 0, embeddings from N(0, 1); dynamic tanh from α = 0.5.",
            Text($"Adam with β₂ = {TransformerRecipe.Beta2} as in Vaswani et al.; the rate falls to 0 in a straight line, ")
            + "with a warm-up after it rose in "
            + Text($"{100 * TransformerRecipe.WarmUpShare:F0} % of the steps (the papers: with the inverse root of the step)."),
            "One rate for all would favour one of them, so all are shown. Task, depth and rates come from trials with layer norm and one "
            + "seed at 0.001, 0.003 and 0.01; nothing was chosen for one normalization alone, and 0.03 was not tried before.",
        ];
    }

    public override IEnumerable<ExperimentRun> Runs(ExperimentSettings settings)
    {
        TransformerRecipe recipe = RecipeOf(settings);
        return
            from variant in TransformerVariant.All(recipe.Rates)
            from seed in settings.SeedNumbers
            select ExperimentRun.Of(
                variant.Key, seed, recipe.Steps, context => TransformerTraining.Run(recipe, variant, seed, context));
    }

    public override Findings Conclude(ExperimentSettings settings, RunResults results) =>
        new TransformerFindings(RecipeOf(settings), results).Make();

    internal static TransformerRecipe RecipeOf(ExperimentSettings settings) => settings.Pick(
        tiny: new TransformerRecipe(Layers: 1, Steps: 4, TestTasks: 20, TestEvery: 2, [0.01]),
        quick: new TransformerRecipe(Layers: 6, Steps: 300, TestTasks: 256, TestEvery: 10, [0.003, 0.01]),
        full: new TransformerRecipe(Layers: 6, Steps: 300, TestTasks: 256, TestEvery: 10, [0.001, 0.003, 0.01, 0.03]));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
