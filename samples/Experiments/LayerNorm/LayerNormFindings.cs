using NormNet.Samples.Common;
using static NormNet.Samples.Experiments.LayerNormExperiment;

namespace NormNet.Samples.Experiments;

/// <summary>The tables and charts of <see cref="LayerNormExperiment"/>.</summary>
internal static class LayerNormFindings
{
    // Above so many times the greatest error of the second half curves are at their start, where they would leave the rest no room.
    private const double Headroom = 1.25;

    private static readonly (DenseNorm Norm, string Title)[] Norms =
        [(DenseNorm.None, "none"), (DenseNorm.Layer, "LN"), (DenseNorm.Batch, "BN")];

    private static readonly (RowCell Cell, string Title)[] Cells = [(RowCell.Lstm, "LSTM"), (RowCell.Gru, "GRU")];

    internal static Findings Of(RunResults results) => new(
        [DenseTable(results), RowTable(results)],
        [DenseChart(results), RowChart(results)],
        LayerNormClaims.Of(results),
        [
            "A batch of 4 takes 32 times as many steps an epoch, with the same learning rate.",
            "The paper gives curves for the dense networks (its figure 6) and no table; of its recurrent tasks, order embeddings reached "
            + "their best in 60 % of the baseline's time.",
        ]);

    private static FindingTable DenseTable(RunResults results) => new(
        "batch-sizes",
        "Test error in per cent, mean of the second half of training, and the mean distance of the two curves in points",
        ["normalization", $"batch {Large}", $"batch {Small}", "distance"],
        [
            .. Norms.Select(norm => (IReadOnlyList<Cell>)
            [
                norm.Title,
                .. Batches.Select(batch => Cell.Of(LayerNormClaims.LateError(results, norm.Norm, batch), "F2", 100)),
                Cell.Of(LayerNormClaims.Distance(results, norm.Norm), "F2", 100),
            ]),
        ]);

    private static FindingTable RowTable(RunResults results) => new(
        "rows",
        "Row by row: the best validation loss, the step of the best one without LN, and the step at which the network with LN came as far",
        ["network", "best loss", "best loss with LN", "step of the best", "step with LN", "seeds that came as far"],
        [
            .. Cells.Select(cell => (IReadOnlyList<Cell>)
            [
                cell.Title,
                Cell.Of(BestLoss(results, cell.Cell, layerNorm: false), "F4"),
                Cell.Of(BestLoss(results, cell.Cell, layerNorm: true), "F4"),
                .. Steps(LayerNormClaims.StepsToBest(results, cell.Cell)),
            ]),
        ]);

    private static IEnumerable<Cell> Steps(IReadOnlyList<(double Baseline, double? Normalized)> steps) =>
    [
        Cell.Of(Spread.Of(steps.Select(seed => seed.Baseline)), "F0"),
        Cell.Of(Spread.Of(steps.Select(seed => seed.Normalized).OfType<double>()), "F0"),
        Cell.Of(steps.Count(seed => seed.Normalized is not null), "F0"),
    ];

    private static Spread BestLoss(RunResults results, RowCell cell, bool layerNorm) =>
        results.Over(KeyOf(cell, layerNorm), result => LayerNormClaims.Best(result)?.Loss ?? double.NaN);

    private static FindingChart DenseChart(RunResults results)
    {
        double ceiling = Headroom * Norms.Max(norm => Batches.Max(batch => LayerNormClaims.LateError(results, norm.Norm, batch).Mean));
        return new FindingChart(
            "batch-sizes",
            "Test error over epochs: mean over seeds, in a band from the least to the greatest; "
                + "what is above the frame is drawn at its upper edge",
            CurveChart.Draw(
                "Dense networks at batch 128 and 4",
                "epochs",
                "test error (%)",
                [
                    .. from norm in Norms
                       from batch in Batches
                       let curve = results.Curve(KeyOf(norm.Norm, batch), DenseTraining.Error, $"{norm.Title}, batch {batch}")
                       select curve.InPercent(ceiling),
                ]));
    }

    private static FindingChart RowChart(RunResults results) => new(
        "rows",
        "Validation loss over steps: mean over seeds, in a band from the least to the greatest",
        CurveChart.DrawLogarithmic(
            "Digits read row by row",
            "steps",
            "validation loss",
            [
                .. from cell in Cells
                   from layerNorm in (bool[])[false, true]
                   select results.Curve(KeyOf(cell.Cell, layerNorm), RowTraining.Loss, cell.Title + (layerNorm ? " with LN" : "")),
            ],
            LogarithmicAxes.Vertical));
}
