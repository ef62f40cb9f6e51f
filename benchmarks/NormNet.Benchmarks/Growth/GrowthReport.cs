using System.Globalization;
using System.Text;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using NormNet.Samples.Common;
using NormNet.Tensors;

namespace NormNet.Benchmarks;

/// <summary>How a training step's time and allocation grow, as tables and as pictures with logarithmic axes.</summary>
internal static class GrowthReport
{
    /// <exception cref="ArgumentException">There is more than a folder.</exception>
    /// <exception cref="IOException">The folder or a file cannot be written.</exception>
    internal static void Write(ReadOnlySpan<string> options)
    {
        if (options.Length > 1)
            throw new ArgumentException($"growth takes one folder, not '{string.Join(' ', options.ToArray())}'");

        string folder = options.IsEmpty ? "growth" : options[0];
        Directory.CreateDirectory(folder);
        Measure<BatchGrowth>(folder, "growth-batch", "MLP 784-256-128-10, by batch", "samples in a batch");
        Measure<WidthGrowth>(folder, "growth-width", "MLP of two hidden layers, batch 64, by width", "units in a hidden layer");
        Measure<DepthGrowth>(folder, "growth-depth", "MLP of 16 units a layer, batch 32, by depth", "hidden layers");
    }

    private static void Measure<TBenchmark>(string folder, string name, string title, string horizontal)
    {
        Summary summary = BenchmarkRunner.Run<TBenchmark>(Measuring.Config);
        Point[] points = [.. summary.Reports.Where(report => report.ResultStatistics is not null).Select(PointOf).OrderBy(point => point.Size)];
        var table = new StringBuilder("size,milliseconds,bytes\n");
        foreach (Point point in points)
            table.Append(CultureInfo.InvariantCulture, $"{point.Size},{point.Milliseconds:G6},{point.Bytes}\n");
        AtomicFile.Write(Path.Combine(folder, $"{name}.csv"), stream => stream.Write(Encoding.UTF8.GetBytes(table.ToString())));

        double[] sizes = [.. points.Select(point => (double)point.Size)];
        Chart chart = CurveChart.DrawLogarithmic(
            title,
            horizontal,
            "milliseconds a step",
            [
                new Curve("measured", sizes, [.. points.Select(point => point.Milliseconds)], Markers: true),
                new Curve("in proportion to the largest", sizes, [.. points.Select(point => points[^1].Milliseconds * point.Size / points[^1].Size)]),
            ]);
        chart.SavePng(folder, name);
        chart.SaveSvg(folder, name);
    }

    private static Point PointOf(BenchmarkReport report) => new(
        (int)report.BenchmarkCase.Parameters["Size"],
        report.ResultStatistics!.Median / 1e6,
        report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0);

    private readonly record struct Point(int Size, double Milliseconds, long Bytes);
}
