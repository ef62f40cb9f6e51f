using System.Globalization;
using static NormNet.Samples.Experiments.LayerNormExperiment;

namespace NormNet.Samples.Experiments;

/// <summary>The numbers behind the verdicts, and the verdicts.</summary>
internal static class LayerNormClaims
{
    /// <summary>How far two curves of error may lie apart on average to be close.</summary>
    internal const double Close = 0.01;

    internal static IReadOnlyList<Claim> Of(RunResults results) =>
    [
        IsClose(results),
        IsAbove(results, "BN's error at batch 4 is above its error at batch 128", (DenseNorm.Batch, Small), (DenseNorm.Batch, Large)),
        IsAbove(results, "BN's error at batch 4 is above LN's at batch 4", (DenseNorm.Batch, Small), (DenseNorm.Layer, Small)),
        IsCloserThanBatchNorm(results),
        IsFaster(results, RowCell.Lstm),
        IsFaster(results, RowCell.Gru),
        HasOneMode(results),
    ];

    /// <summary>The mean error of the second half of training; 1 for a run that diverged.</summary>
    internal static Spread LateError(RunResults results, DenseNorm norm, int batch) => results.Over(KeyOf(norm, batch), LateError);

    /// <summary>The mean distance of the curves at both batch sizes in the second half of training, seed by seed.</summary>
    internal static Spread Distance(RunResults results, DenseNorm norm) => Spread.Of(results.Of(KeyOf(norm, Large))
        .Zip(results.Of(KeyOf(norm, Small)), (large, small) => large.Diverged || small.Diverged
            ? 1
            : Late(large).Zip(Late(small), (a, b) => Math.Abs(a - b)).Average()));

    /// <summary>The step at which a run without LN had its least validation loss, and that loss; null of one that diverged.</summary>
    internal static (double Step, double Loss)? Best(RunResult result)
    {
        Series loss = result.Curve(RowTraining.Loss);
        if (result.Diverged || loss.Y.Count == 0)
            return null;
        double least = loss.Y.Min();
        return (loss.X[loss.Y.IndexOf(least)], least);
    }

    /// <summary>
    /// For each seed, where the run without LN is at its best, and where the one with LN has come as far (null: nowhere).
    /// </summary>
    internal static IReadOnlyList<(double Baseline, double? Normalized)> StepsToBest(RunResults results, RowCell cell) =>
    [
        .. results.Of(KeyOf(cell, layerNorm: false)).Zip(results.Of(KeyOf(cell, layerNorm: true)))
            .Where(pair => Best(pair.First) is not null)
            .Select(pair => (Best(pair.First)!.Value.Step, FirstAtMost(pair.Second.Curve(RowTraining.Loss), Best(pair.First)!.Value.Loss))),
    ];

    private static Claim IsClose(RunResults results)
    {
        Spread distance = Distance(results, DenseNorm.Layer);
        return new Claim(
            Text($"LN's curve at batch {Small} lies within {100 * Close:F0} percentage point of its curve at batch {Large}, ")
            + "on average over the second half",
            distance.Mean <= Close,
            $"{distance.Text("F2", 100)} points; without a normalization {Distance(results, DenseNorm.None).Text("F2", 100)}");
    }

    private static Claim IsCloserThanBatchNorm(RunResults results)
    {
        Spread layer = Distance(results, DenseNorm.Layer), batch = Distance(results, DenseNorm.Batch);
        return SeedNoise.Above(
            "BN's two curves lie further apart than LN's",
            batch,
            layer,
            $"BN {batch.Text("F2", 100)} points, LN {layer.Text("F2", 100)}");
    }

    private static Claim IsAbove(RunResults results, string text, (DenseNorm Norm, int Batch) high, (DenseNorm Norm, int Batch) low)
    {
        Spread above = LateError(results, high.Norm, high.Batch), below = LateError(results, low.Norm, low.Batch);
        return SeedNoise.Above(
            $"{text}, in the second half of training",
            above,
            below,
            $"{above.Text("F2", 100)} %, {below.Text("F2", 100)} %");
    }

    private static Claim IsFaster(RunResults results, RowCell cell)
    {
        string name = cell == RowCell.Lstm ? "LSTM" : "GRU";
        IReadOnlyList<(double Baseline, double? Normalized)> steps = StepsToBest(results, cell);
        return new Claim(
            $"{name} with LN reaches the best validation loss of the {name} without in fewer steps, with every seed",
            steps.Count == 0 ? null : steps.All(seed => seed.Normalized < seed.Baseline),
            steps.Count == 0
                ? "every run without LN diverged"
                : string.Join(
                    "; ",
                    steps.Select(
                        seed => Text($"{seed.Normalized?.ToString(CultureInfo.InvariantCulture) ?? "never"} of {seed.Baseline}"))));
    }

    private static Claim HasOneMode(RunResults results)
    {
        string[] normalized =
        [
            .. Batches.Select(batch => KeyOf(DenseNorm.Layer, batch)),
            .. Enum.GetValues<RowCell>().Select(cell => KeyOf(cell, layerNorm: true)),
        ];
        double[] differences =
            [.. normalized.SelectMany(results.Of).Select(result => result.Value(DenseTraining.ModeDifference)).Where(double.IsFinite)];
        Spread batch = results.Over(KeyOf(DenseNorm.Batch, Small), DenseTraining.ModeDifference);
        return new Claim(
            "A network with LN gives the same bits in training and in evaluation mode",
            differences.Length == 0 ? null : differences.All(difference => difference == 0),
            differences.Length == 0
                ? "every run with LN diverged"
                : Text($"largest difference of {differences.Length} networks' outputs {differences.Max():G3}; ")
                    + Text($"BN's at batch {Small} {batch.Mean:G3}"));
    }

    private static double LateError(RunResult result) => result.Diverged ? 1 : Late(result).Average();

    private static IEnumerable<double> Late(RunResult result)
    {
        List<double> errors = result.Curve(DenseTraining.Error).Y;
        return errors.Skip(errors.Count / 2);
    }

    private static double? FirstAtMost(Series series, double value) =>
        series.Y.FindIndex(y => y <= value) is >= 0 and int index ? series.X[index] : null;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
