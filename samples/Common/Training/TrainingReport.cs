using System.Globalization;
using System.Numerics;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Tensors;
using NormNet.Training;

namespace NormNet.Samples.Common;

/// <summary>What a training leaves in a folder: its history, and pictures of how it went and of what was learned.</summary>
internal sealed class TrainingReport<T>(Layer<T> model, DataSet<T> testData, Evaluation test, History history, TrainingCurve curve)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        history.WriteCsv(Path.Combine(folder, "history.csv"));
        Save(folder, "loss", LossCurves());
        Save(folder, "accuracy", AccuracyCurves());
        IReadOnlyList<string> classes = [.. Enumerable.Range(0, testData.ClassCount).Select(k => k.ToString(CultureInfo.InvariantCulture))];
        Save(folder, "confusion", ConfusionMatrixChart.Draw(test.Confusion, classes));
        Save(folder, "predictions", PredictionsChart.Draw(test.Predictions, testData.Labels.AsSpan().ToArray(), classes, Image));
        if (Filters() is { } filters)
            Save(folder, "filters", ImageGridChart.DrawSigned("Weights of the first layer", filters, columns: 8));
    }

    private static void Save(string folder, string name, Chart chart)
    {
        chart.SavePng(folder, name);
        chart.SaveSvg(folder, name);
    }

    private Chart LossCurves() => CurveChart.Draw("Loss", "step", "cross-entropy (nats)",
    [
        new Curve("training", curve.Steps, curve.Losses),
        new Curve("test", EpochEnds, [.. history.Select(epoch => epoch.ValidationLoss ?? double.NaN)], Markers: true),
    ]);

    private Chart AccuracyCurves() => CurveChart.Draw("Accuracy", "step", "share of right answers",
    [
        new Curve("training", curve.Steps, curve.Accuracies),
        new Curve("test", EpochEnds, [.. history.Select(epoch => epoch.ValidationAccuracy ?? double.NaN)], Markers: true),
    ]);

    private IReadOnlyList<double> EpochEnds => [.. history.Select(epoch => (double)epoch.Step)];

    /// <summary>A test image, from the least to the greatest of its values.</summary>
    private double[,] Image(int index)
    {
        int size = testData.SampleShape.Count;
        return Plane(testData.Inputs.AsSpan().Slice(index * size, size), testData.SampleShape[-2], testData.SampleShape[-1], stretch: true);
    }

    /// <summary>The first layer's weights as pictures of the input, at most 32 of them; null where it is no such layer.</summary>
    private List<GridImage>? Filters()
    {
        const int Most = 32;
        if (model.Parameters() is not [{ } first, ..])
            return null;

        Tensor<T> weight = first.Value;
        Shape image = testData.SampleShape;
        (int height, int width) = weight.Rank == 4 ? (weight.Shape[2], weight.Shape[3]) : (image[-2], image[-1]);
        int size = weight.Count / weight.Shape[0];
        if (size % (height * width) != 0)
            return null;
        return
        [
            .. Enumerable.Range(0, Math.Min(Most, weight.Shape[0]))
                .Select(i => new GridImage(Plane(weight.AsSpan().Slice(i * size, height * width), height, width, stretch: false))),
        ];
    }

    private static double[,] Plane(ReadOnlySpan<T> values, int height, int width, bool stretch)
    {
        double low = 0, high = 1;
        if (stretch)
        {
            (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
            foreach (T value in values[..(height * width)])
                (low, high) = (Math.Min(low, double.CreateTruncating(value)), Math.Max(high, double.CreateTruncating(value)));
        }

        double span = high > low ? high - low : 1;
        double[,] plane = new double[height, width];
        for (int i = 0; i < height * width; i++)
            plane[i / width, i % width] = (double.CreateTruncating(values[i]) - low) / span;
        return plane;
    }
}
