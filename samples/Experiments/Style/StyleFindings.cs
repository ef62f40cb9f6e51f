using System.Globalization;
using NormNet.Samples.Common;

namespace NormNet.Samples.Experiments;

/// <summary>What the generators say about contrast, and about the loss that they reach.</summary>
internal sealed class StyleFindings(RunResults results)
{
    /// <summary>Outputs are flat whose largest contrast is at most so many times the smallest. Chosen before any run.</summary>
    internal const double FlatRatio = 1.25;

    /// <summary>The largest difference, relative to the largest value, that rounding to float is held to make in a short sum.</summary>
    internal const double Rounding = 1e-5;

    private static readonly (string Variant, string Name)[] Generators =
        [(StyleExperiment.Instance, "Instance Norm"), (StyleExperiment.Batch, "Batch Norm")];

    internal Findings Make() => new(
        [ContrastTable(), LossTable(), PropertyTable()],
        [.. Pictures(), ContrastChart(), LossChart(StyleTraining.TrainLoss), LossChart(StyleTraining.TestLoss)],
        [.. Claims()],
        Notes());

    private IEnumerable<Claim> Claims()
    {
        Spread instance = Ratio(StyleExperiment.Instance), batch = Ratio(StyleExperiment.Batch);
        string figures = Text($"largest to smallest contrast of outputs: {instance.Text("F3")} with IN, {batch.Text("F3")} with BN");
        yield return new Claim(
            Text($"IN's output contrast is flat over contents of contrast 0.25 to 2 (ratio at most {FlatRatio})"),
            double.IsNaN(instance.Mean) ? null : instance.Mean <= FlatRatio,
            figures);
        yield return new Claim(
            "BN's output contrast in evaluation mode is not flat", double.IsNaN(batch.Mean) ? null : batch.Mean > FlatRatio, figures);
        yield return LowerLoss("With IN the training loss is lower after equally many steps", StyleTraining.TrainLoss);
        yield return LowerLoss("So is the loss on test digits in evaluation mode", StyleTraining.TestLoss);
        yield return ExactProperty();
        yield return NoProperty();
    }

    /// <summary>Decided where all seeds agree.</summary>
    private Claim LowerLoss(string text, string loss)
    {
        double[] leads =
        [
            .. results.Of(StyleExperiment.Instance).Zip(results.Of(StyleExperiment.Batch), (i, b) => b.Value(loss) - i.Value(loss)),
        ];
        string instance = Over(StyleExperiment.Instance, loss).Text("F4"), batch = Over(StyleExperiment.Batch, loss).Text("F4");
        int lower = leads.Count(lead => lead > 0);
        bool? holds = lower == leads.Length ? true : Array.TrueForAll(leads, lead => lead <= 0) ? false : null;
        return new Claim(text, holds, Text($"{instance} with IN, {batch} with BN; lower with IN in {lower} of {leads.Length} seeds"));
    }

    private Claim ExactProperty()
    {
        double largest = Largest(StyleExperiment.Instance, StyleTraining.Exact);
        return new Claim(
            "IN(conv(a·x)) = IN(conv(x)) without a bias and with ε = 0, up to rounding",
            double.IsNaN(largest) ? null : largest <= Rounding,
            Text($"largest difference {largest:G2} of the largest value, over seeds and a of {Factors}"));
    }

    private Claim NoProperty()
    {
        double smallest = PropertyOf(StyleExperiment.Batch, StyleTraining.WithEpsilon).DefaultIfEmpty(double.NaN).Min();
        return new Claim(
            "BN in evaluation mode has no such property: the difference is over a hundred times that for every a",
            double.IsNaN(smallest) ? null : smallest > 100 * Rounding,
            Text($"smallest difference {smallest:G2} of the largest value, over seeds and a of {Factors}"));
    }

    private FindingTable ContrastTable() => new(
        "contrast",
        "What is painted of test digits at several contrasts, in evaluation mode",
        ["generator", "contrast, times the training's", "content's deviation", "output's deviation", "change against 1 (%)", "loss"],
        [
            .. from generator in Generators
               from contrast in StyleTraining.Contrasts
               select ContrastRow(generator.Variant, generator.Name, contrast),
        ]);

    private Cell[] ContrastRow(string variant, string name, double contrast)
    {
        return
        [
            name,
            Text($"{contrast}"),
            Cell.Of(Measured(StyleTraining.ContentContrast), "F3"),
            Cell.Of(Measured(StyleTraining.OutputContrast), "F3"),
            Cell.Of(Measured(StyleTraining.Change), "F2", 100),
            Cell.Of(Measured(StyleTraining.LossAt), "F4"),
        ];

        Spread Measured(string value) => Over(variant, StyleTraining.At(value, contrast));
    }

    private FindingTable LossTable() => new(
        "loss",
        "Losses after training, at contrast 1: the training's over its last twentieth, and those of test digits",
        ["generator", "training", "test", "test, content", "test, style", "diverged", "digits a second"],
        [
            .. Generators.Select(generator => (IReadOnlyList<Cell>)
            [
                generator.Name,
                Cell.Of(Over(generator.Variant, StyleTraining.TrainLoss), "F4"),
                Cell.Of(Over(generator.Variant, StyleTraining.TestLoss), "F4"),
                Cell.Of(Over(generator.Variant, StyleTraining.ContentLoss), "F4"),
                Cell.Of(Over(generator.Variant, StyleTraining.StyleLossPart), "F4"),
                Text($"{results.Of(generator.Variant).Count(run => run.Diverged)} of {results.Of(generator.Variant).Count}"),
                Text($"{results.Over(generator.Variant, run => run.Samples / run.Seconds).Mean:N0}"),
            ]),
        ]);

    private FindingTable PropertyTable() => new(
        "property",
        "max |norm(conv(a·x)) − norm(conv(x))| / max |norm(conv(x))| of the first convolution",
        ["normalization", .. StyleTraining.PropertyFactors.Select(factor => Text($"a = {factor}"))],
        [
            Row("Instance Norm, ε = 0", StyleExperiment.Instance, StyleTraining.Exact),
            Row("Instance Norm, ε = 1e-5", StyleExperiment.Instance, StyleTraining.WithEpsilon),
            Row("its bound: |√((v + ε)/(v + ε/a²)) − 1|, v the least variance", StyleExperiment.Instance, StyleTraining.EpsilonBound),
            Row("Batch Norm, evaluation", StyleExperiment.Batch, StyleTraining.WithEpsilon),
        ]);

    private IReadOnlyList<Cell> Row(string name, string variant, string value) =>
    [
        name, .. StyleTraining.PropertyFactors.Select(factor => Cell.Of(Over(variant, StyleTraining.At(value, factor)), "G2")),
    ];

    /// <summary>A row for each contrast: the texture, and for each digit what it looks like and what both generators make of it.</summary>
    private IEnumerable<FindingChart> Pictures()
    {
        RunResult instance = results.Of(StyleExperiment.Instance)[0], batch = results.Of(StyleExperiment.Batch)[0];
        if (instance.Pictures.Count == 0 || batch.Pictures.Count == 0)
            yield break;
        var images = new List<GridImage>();
        foreach (double contrast in StyleTraining.Contrasts)
        {
            double[][] first = instance.Pictures[StyleTraining.Picture(0)];
            images.Add(new GridImage(Grid(StylePictures.Rows(StylePictures.Waves(first.Length), 0)), "style"));
            for (int digit = 0; digit < StyleTraining.ShownDigits; digit++)
            {
                double[][] content = instance.Pictures[StyleTraining.Picture(digit)];
                double[][] scaled = [.. content.Select(row => row.Select(value => 0.5 + (contrast * (value - 0.5))).ToArray())];
                images.Add(new GridImage(Grid(scaled), Text($"contrast {contrast}")));
                images.Add(new GridImage(Grid(instance.Pictures[StyleTraining.Picture(digit, contrast)]), "IN"));
                images.Add(new GridImage(Grid(batch.Pictures[StyleTraining.Picture(digit, contrast)]), "BN"));
            }
        }

        yield return new FindingChart(
            "pictures",
            "The texture, and two test digits at four contrasts with what the first seed's generators paint of them; trained at 1.",
            ImageGridChart.DrawInk("Instance Norm and Batch Norm at four contrasts", images, 1 + (3 * StyleTraining.ShownDigits)));
    }

    private FindingChart ContrastChart() => new(
        "output-contrast",
        "Standard deviation of an output's pixels over that of the content's, mean over test digits, mean and range over seeds.",
        CurveChart.Draw(
            "Contrast of what is painted",
            "deviation of the content's pixels",
            "deviation of the output's pixels",
            [.. Generators.Select(ContrastCurve)]));

    private Curve ContrastCurve((string Variant, string Name) generator)
    {
        double[][] outputs = [.. results.Of(generator.Variant).Select(Outputs)];
        double[][] values = [.. Enumerable.Range(0, StyleTraining.Contrasts.Length).Select(i => outputs.Select(run => run[i]).ToArray())];
        return new Curve(
            generator.Name,
            [.. StyleTraining.Contrasts.Select(contrast => ContentAt(generator.Variant, contrast))],
            [.. values.Select(at => at.Average())],
            Markers: true)
        {
            Low = [.. values.Select(at => at.Min())],
            High = [.. values.Select(at => at.Max())],
        };
    }

    private FindingChart LossChart(string loss) => new(
        loss.Replace(' ', '-'),
        $"The {loss} over steps, content and style together, mean and range over seeds.",
        CurveChart.DrawLogarithmic(
            $"{char.ToUpperInvariant(loss[0])}{loss[1..]}",
            "step",
            "loss",
            [.. Generators.Select(generator => results.Curve(generator.Variant, loss, generator.Name))],
            LogarithmicAxes.Vertical));

    private static string[] Notes() =>
    [
        "No number of the paper's stands beside these: its networks, pictures and features are others, and far larger.",
        "How the pictures look depends on the features and the size of everything here; what contrast does to Instance Norm does not.",
        "Multiplied by a power of two, float numbers are not rounded, so there the property is exact: a = 0.25 gives 0.",
    ];

    private Spread Ratio(string variant) => results.Over(variant, run =>
    {
        double[] outputs = Outputs(run);
        return outputs.Any(double.IsNaN) ? double.NaN : outputs.Max() / outputs.Min();
    });

    /// <summary>The contrast of what is painted at each contrast.</summary>
    private static double[] Outputs(RunResult run) =>
        [.. StyleTraining.Contrasts.Select(contrast => run.Value(StyleTraining.At(StyleTraining.OutputContrast, contrast)))];

    private double ContentAt(string variant, double contrast) =>
        Over(variant, StyleTraining.At(StyleTraining.ContentContrast, contrast)).Mean;

    private double Largest(string variant, string value) => PropertyOf(variant, value).DefaultIfEmpty(double.NaN).Max();

    private IEnumerable<double> PropertyOf(string variant, string value) =>
        from run in results.Of(variant)
        from factor in StyleTraining.PropertyFactors
        let difference = run.Value(StyleTraining.At(value, factor))
        where !double.IsNaN(difference)
        select difference;

    private Spread Over(string variant, string value) => results.Over(variant, value);

    private static string Factors => string.Join(", ", StyleTraining.PropertyFactors.Select(factor => Text($"{factor}")));

    private static double[,] Grid(double[][] rows)
    {
        var grid = new double[rows.Length, rows[0].Length];
        for (int y = 0; y < rows.Length; y++)
        {
            for (int x = 0; x < rows[y].Length; x++)
                grid[y, x] = Math.Clamp(rows[y][x], 0, 1);
        }

        return grid;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
