using System.Globalization;
using NormNet.Samples.Common;

namespace NormNet.Samples.Experiments;

/// <summary>The tables, the chart and the verdicts of the sweep over batch sizes.</summary>
internal static class BatchSizeFindings
{
    private const int Large = 32, Small = 4, Smallest = 2;

    private static readonly double[] PaperBatch = [23.6, 23.7, 24.8, 27.3, 34.7], PaperGroup = [24.1, 24.2, 24.0, 24.2, 24.1];

    internal static Findings Of(RunResults results) => new(
        [Table(results, "errors", "Error in per cent with the statistics that training kept", ResidualTraining.Error, withPaper: true),
         Table(results, "re-estimated", "Error in per cent with re-estimated statistics", ResidualTraining.Reestimated, withPaper: false)],
        [Chart(results)],
        [
            GroupIsFlat(results),
            Worse(results, ResidualNorm.Batch, Small),
            Worse(results, ResidualNorm.Batch, Smallest),
            BatchAboveGroup(results),
            MovingAveragesCount(results),
            RenormHelps(results),
            Worse(results, ResidualNorm.Ghost, Large, ResidualNorm.Batch),
        ],
        [
            "LN and GN keep no statistics, so that for them nothing is re-estimated.",
            "Ghost BN at 2 images a batch is BN.",
            "In the same number of epochs small batches make more steps, and a training as short as this one gains from them. The row \"BN "
            + "less GN\" leaves out what both have of that.",
        ]);

    /// <summary>Errors over seeds, 1 for a run that diverged.</summary>
    private static Spread Errors(RunResults results, ResidualNorm norm, int size, string error = ResidualTraining.Error) =>
        results.Over(BatchSizeExperiment.KeyOf(norm, size), result => result.Diverged ? 1 : result.Value(error));

    private static Claim GroupIsFlat(RunResults results)
    {
        Spread[] errors = [.. BatchSizeExperiment.Sizes.Select(size => Errors(results, ResidualNorm.Group, size))];
        double range = errors.Max(error => error.Mean) - errors.Min(error => error.Mean), noise = SeedNoise.Pooled(errors);
        return new Claim(
            "GN's mean errors at 32, 16, 8, 4 and 2 images lie within two standard deviations over seeds of each other",
            double.IsNaN(noise) ? null : range <= 2 * noise,
            double.IsNaN(noise)
                ? Invariant($"they are {100 * range:F2} points apart, and one seed has no spread")
                : Invariant($"they are {100 * range:F2} points apart, one standard deviation is {100 * noise:F2}"));
    }

    private static Claim Worse(RunResults results, ResidualNorm norm, int size, ResidualNorm? than = null)
    {
        Spread few = Errors(results, norm, size), many = Errors(results, than ?? norm, Large);
        string whose = than is null ? "its" : $"{than.Title}'s";
        return SeedNoise.Above(
            Invariant($"{norm.Title}'s error at {size} images a batch is above {whose} error at {Large}"),
            few,
            many,
            $"{few.Text("F2", 100)} %, {many.Text("F2", 100)} %");
    }

    private static Claim BatchAboveGroup(RunResults results)
    {
        Spread batch = Errors(results, ResidualNorm.Batch, Smallest), group = Errors(results, ResidualNorm.Group, Smallest);
        return SeedNoise.Above(
            Invariant($"BN's error at {Smallest} images a batch is above GN's"),
            batch,
            group,
            $"BN {batch.Text("F2", 100)} %, GN {group.Text("F2", 100)} %");
    }

    private static Claim MovingAveragesCount(RunResults results)
    {
        string key = BatchSizeExperiment.KeyOf(ResidualNorm.Batch, Smallest);
        Spread kept = results.Over(key, ResidualTraining.Error), anew = results.Over(key, ResidualTraining.Reestimated);
        return SeedNoise.Above(
            Invariant($"A part of BN's error at {Smallest} images a batch is its moving averages': re-estimated statistics give less"),
            kept,
            anew,
            $"averages {kept.Text("F2", 100)} %, re-estimated {anew.Text("F2", 100)} %");
    }

    private static Claim RenormHelps(RunResults results)
    {
        Spread batch = Errors(results, ResidualNorm.Batch, Small), renorm = Errors(results, ResidualNorm.Renorm, Small);
        return SeedNoise.Above(
            Invariant($"Batch renormalization has a lower error than BN at {Small} images a batch (paper: 26.3 and 27.3 %)"),
            batch,
            renorm,
            $"batch renorm {renorm.Text("F2", 100)} %, BN {batch.Text("F2", 100)} %");
    }

    private static FindingTable Table(RunResults results, string name, string title, string error, bool withPaper)
    {
        IEnumerable<IReadOnlyList<Cell>> rows = BatchSizeExperiment.Norms
            .Where(norm => withPaper || BatchSizeExperiment.Sizes.Any(size => Spread(norm, size).Count > 0))
            .Select(norm => (IReadOnlyList<Cell>)
                [norm.Title, .. BatchSizeExperiment.Sizes.Select(size => Cell.Of(Spread(norm, size), "F2", 100))]);
        return new FindingTable(
            name,
            title,
            ["images a batch", .. BatchSizeExperiment.Sizes.Select(size => Invariant($"{size}"))],
            [.. rows, .. withPaper ? [Lead(results), .. PaperRows] : Array.Empty<IReadOnlyList<Cell>>()]);

        Spread Spread(ResidualNorm norm, int size) => results.Over(BatchSizeExperiment.KeyOf(norm, size), error);
    }

    private static IReadOnlyList<Cell>[] PaperRows =>
    [
        Paper("BN, paper, ImageNet", PaperBatch),
        Paper("GN, paper, ImageNet", PaperGroup),
        Paper("BN less GN, paper", [.. PaperBatch.Zip(PaperGroup, (batch, group) => batch - group)]),
    ];

    /// <summary>
    /// BN's error less GN's with the same seed: what else changes with the batch, such as the number of steps, both share.
    /// </summary>
    private static IReadOnlyList<Cell> Lead(RunResults results)
    {
        return ["BN less GN", .. BatchSizeExperiment.Sizes.Select(size => Cell.Of(Spread.Of(Differences(size)), "F2", 100))];

        IEnumerable<double> Differences(int size) =>
            Of(ResidualNorm.Batch, size).Zip(Of(ResidualNorm.Group, size), (batch, group) => batch - group).Where(double.IsFinite);

        IEnumerable<double> Of(ResidualNorm norm, int size) =>
            results.Of(BatchSizeExperiment.KeyOf(norm, size)).Select(result => result.Value(ResidualTraining.Error));
    }

    private static IReadOnlyList<Cell> Paper(string title, double[] errors) => [title, .. errors.Select(error => Cell.Of(error, "F1"))];

    private static FindingChart Chart(RunResults results) => new(
        "error-over-batch-size",
        "Error over the batch size: mean over seeds, in a band from the least to the greatest",
        CurveChart.Draw(
            "Error over the batch size",
            "log₂ of the images a batch",
            "error (%)",
            [
                .. BatchSizeExperiment.Norms.Select(norm => Curve(results, norm, ResidualTraining.Error, norm.Title)),
                Curve(results, ResidualNorm.Batch, ResidualTraining.Reestimated, "BN, re-estimated statistics"),
            ]));

    private static Curve Curve(RunResults results, ResidualNorm norm, string error, string title)
    {
        double[][] errors =
        [
            .. BatchSizeExperiment.Sizes.Select(size => results.Of(BatchSizeExperiment.KeyOf(norm, size))
                .Select(result => result.Value(error)).Where(double.IsFinite).DefaultIfEmpty(double.NaN).ToArray()),
        ];
        return new Curve(
            title, [.. BatchSizeExperiment.Sizes.Select(size => Math.Log2(size))], [.. errors.Select(at => at.Average())], Markers: true)
        {
            Low = [.. errors.Select(at => at.Min())],
            High = [.. errors.Select(at => at.Max())],
        }.InPercent();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
