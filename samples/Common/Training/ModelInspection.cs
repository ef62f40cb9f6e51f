using System.Globalization;
using System.Numerics;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Training;

namespace NormNet.Samples.Common;

/// <summary>What can be known of a model before it is trained: where its time goes, and what learning rate suits it.</summary>
internal static class ModelInspection
{
    // From rates that change nothing to rates at which any of the programs' networks explodes.
    private const double Lowest = 1e-6, Highest = 10;

    internal static void PrintProfile<T>(Layer<T> model, DataSet<T> data, TrainingPlan plan)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        System.Console.Out.Write(Profile.Of(model, data.Batches(Math.Min(plan.BatchSize, data.Count)).First()));

    internal static void FindLearningRate<T>(
        Layer<T> model, Optimizer<T> optimizer, DataSet<T> data, TrainingPlan plan, string picture, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        LearningRateCurve curve = LearningRateCurve.Of(
            model, optimizer, data, plan, lowest: Lowest, highest: Highest, cancellationToken: cancellation);
        List<Curve> curves = [new Curve("smoothed", curve.Rates, curve.Smoothed), new Curve("each step", curve.Rates, curve.Losses)];
        if (curve.Suggestion is { } rate)
            curves.Add(
                new Curve(Text($"suggestion {rate:G2}"), [rate], [curve.Smoothed[curve.Rates.ToList().IndexOf(rate)]], Markers: true));
        CurveChart.DrawLogarithmic("Loss while the learning rate grows", "learning rate", "cross-entropy (nats)", curves)
            .SavePng(Path.GetDirectoryName(Path.GetFullPath(picture))!, Path.GetFileNameWithoutExtension(picture));
        System.Console.Out.WriteLine(curve.Suggestion is { } suggested
            ? Text($"suggested learning rate: {suggested:G2}")
            : "no learning rate is suggested: the loss never fell");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
