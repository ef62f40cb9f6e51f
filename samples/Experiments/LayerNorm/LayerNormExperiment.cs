using System.Globalization;

namespace NormNet.Samples.Experiments;

/// <summary>LN and BN at few samples a batch, and LN inside LSTM and GRU.</summary>
internal sealed class LayerNormExperiment : Experiment
{
    internal const int Large = 128, Small = 4;

    /// <summary>The dense networks' batch sizes: the paper's.</summary>
    internal static IReadOnlyList<int> Batches { get; } = [Large, Small];

    public override string Name => "layer-norm";

    public override string Title => "LN and BN at batch 128 and 4; LSTM and GRU that read digits row by row, with LN and without";

    public override string Source => "Ba, Kiros & Hinton 2016, \"Layer Normalization\", §6.6 and the supplementary material's cells";

    public override IReadOnlyList<ExperimentSwitch> Switches =>
        [new(LayerNormSizes.PaperSize, "1000 units and 54,784 images an epoch, as the paper has them: hours instead of minutes")];

    /// <summary>The key of a dense network, without the seed.</summary>
    internal static string KeyOf(DenseNorm norm, int batch) => Text($"dense-{NameOf(norm)}-{batch}");

    /// <summary>The key of a recurrent network, without the seed.</summary>
    internal static string KeyOf(RowCell cell, bool layerNorm) => (cell == RowCell.Lstm ? "lstm" : "gru") + (layerNorm ? "-ln" : "");

    public override IReadOnlyList<string> Choices(ExperimentSettings settings)
    {
        var sizes = LayerNormSizes.Of(settings);
        return
        [
            Text($"The paper does not state Adam's learning rate, the activation, or how weights start: {LayerNormSizes.Rate}, ")
            + "ReLU behind the "
            + "normalization, uniform within ±1/√inputs (recurrent: ±1/√H), the same for every variant and batch size.",
            Text($"784-{sizes.Units}-{sizes.Units}-10 on {sizes.Images:N0} images for {sizes.Epochs} epochs; the paper: ")
            + "784-1000-1000-10 on 55,000. "
            + Text($"Test error every half epoch, on {sizes.TestImages:N0} images at most."),
            "As in the paper LN is on the hidden layers alone and BN on all layers, the logits too, dividing by the unbiased variance "
            + "(here at both batch sizes); evaluation uses moving averages, a tenth of each new batch.",
            "Closeness of two curves, fixed before the first run: "
            + "the mean over the measurements of the second half of training of |error at "
            + Text($"{Small} − error at {Large}|; \"close\" is at most {100 * LayerNormClaims.Close:F0} percentage point. ")
            + "\"Above\" and \"apart\" are by more than two standard errors over seeds; what is less is undecided.",
            Text(
                $"Row by row: 28 steps of 28 pixels, a state of {sizes.RowHidden}, logits from the last state, batch {RowTraining.Batch}, ")
            + Text($"{sizes.RowSteps:N0} steps; loss of {sizes.ValidationImages:N0} validation images every {sizes.RowInterval} steps. ")
            + "The paper has no such task: its recurrent tasks (order embeddings, attentive reader, skip-thoughts, DRAW, "
            + "handwriting) are not small.",
        ];
    }

    public override IEnumerable<ExperimentRun> Runs(ExperimentSettings settings)
    {
        var sizes = LayerNormSizes.Of(settings);
        return
            from seed in settings.SeedNumbers
            from run in Of(sizes, settings.Images, seed)
            select run;
    }

    public override Findings Conclude(ExperimentSettings settings, RunResults results) => LayerNormFindings.Of(results);

    private static IEnumerable<ExperimentRun> Of(LayerNormSizes sizes, ImageSets images, int seed)
    {
        foreach (int batch in Batches.Reverse())
        {
            foreach (DenseNorm norm in Enum.GetValues<DenseNorm>())
            {
                var training = new DenseTraining(sizes, norm, batch);
                yield return ExperimentRun.Of(
                    KeyOf(norm, batch), seed, sizes.DenseSteps(batch), context => training.Run(images, seed, context));
            }
        }

        foreach (RowCell cell in Enum.GetValues<RowCell>())
        {
            foreach (bool layerNorm in (bool[])[false, true])
            {
                var training = new RowTraining(sizes, cell, layerNorm);
                yield return ExperimentRun.Of(KeyOf(cell, layerNorm), seed, sizes.RowSteps, context => training.Run(images, seed, context));
            }
        }
    }

    private static string NameOf(DenseNorm norm) => norm switch
    {
        DenseNorm.Layer => "ln",
        DenseNorm.Batch => "bn",
        _ => "none",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
