using NormNet.Samples.Common;
using SkiaSharp;

namespace NormNet.Tests.Samples.Common;

public sealed class ChartTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("normnet");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Text_is_drawn_so_another_title_is_another_picture()
    {
        var line = new Curve("test", [1, 2], [0.5, 0.25]);
        CurveChart.Draw("Loss", "epoch", "nats", [line]).SavePng(_folder.FullName, "one");
        CurveChart.Draw("Else", "epoch", "nats", [line]).SavePng(_folder.FullName, "other");
        Pixels("one").ShouldNotBe(Pixels("other"));
    }

    [Fact]
    public void A_vector_picture_keeps_its_text()
    {
        CurveChart.Draw("Loss", "epoch", "nats", [new Curve("test", [1, 2], [0.5, 0.25])]).SaveSvg(_folder.FullName, "loss");
        var svg = File.ReadAllText(Path.Combine(_folder.FullName, "loss.svg"));
        foreach (var text in (string[])["Loss", "epoch", "nats", "test"])
            svg.ShouldContain(text);
    }

    [Fact]
    public void A_marked_image_looks_different()
    {
        var image = new GridImage(new double[28, 28], "7");
        ImageGridChart.DrawInk("Predictions", [image]).SavePng(_folder.FullName, "right");
        ImageGridChart.DrawInk("Predictions", [image with { Marked = true }]).SavePng(_folder.FullName, "wrong");
        Pixels("right").ShouldNotBe(Pixels("wrong"));
    }

    [Fact]
    public void Predictions_of_more_images_than_places_show_wrong_ones_and_right_ones()
    {
        int[] labels = [.. Enumerable.Range(0, 100).Select(i => i % 2)];
        var drawn = new List<int>();
        PredictionsChart.Draw(
            [.. labels.Select((label, i) => i < 50 ? 1 - label : label)],
            labels,
            ["a", "b"],
            i =>
            {
                drawn.Add(i);
                return new double[2, 2];
            });
        drawn.Count(i => i < 50).ShouldBe(20);
        drawn.Count(i => i >= 50).ShouldBe(20);
    }

    [Fact]
    public void Weights_that_are_all_zero_can_be_drawn()
    {
        ImageGridChart.DrawSigned("Filters", [new GridImage(new double[3, 3])]).SavePng(_folder.FullName, "zero");
        Pixels("zero").Length.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Counts_that_do_not_fit_the_classes_are_an_error() =>
        Should.Throw<ArgumentException>(() => ConfusionMatrixChart.Draw(new int[3, 2], ["a", "b", "c"])).Message.ShouldContain("3×3");

    [Fact]
    public void A_class_that_never_occurs_is_drawn_as_an_empty_row()
    {
        ConfusionMatrixChart.Draw(new[,] { { 5, 1 }, { 0, 0 } }, ["a", "b"]).SavePng(_folder.FullName, "confusion");
        Pixels("confusion").Length.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Smoothing_leaves_a_constant_as_it_is_and_starts_at_the_first_value()
    {
        new Curve("constant", [0, 1, 2], [4, 4, 4]).Smooth(0.9).Y.ShouldBe([4, 4, 4], tolerance: 1e-14);
        new Curve("step", [0, 1], [2, 0]).Smooth(0.5).Y[0].ShouldBe(2, 1e-15);
        new Curve("step", [0, 1], [2, 0]).Smooth(0.5).Y[1].ShouldBe(2.0 / 3, 1e-15);
    }

    [Fact]
    public void A_band_is_drawn_around_its_curve_and_stops_where_it_has_no_edge()
    {
        var line = new Curve("test", [1, 2, 3, 4], [2, 2, 2, 2]);
        CurveChart.Draw("Loss", "epoch", "nats", [line]).SavePng(_folder.FullName, "line");
        Curve whole = line with { Low = [1, 1, 1, 1], High = [3, 3, 3, 3] }, part = whole with { Low = [1, 1, double.NaN, 1] };
        CurveChart.Draw("Loss", "epoch", "nats", [part]).SavePng(_folder.FullName, "part");
        CurveChart.Draw("Loss", "epoch", "nats", [whole]).SavePng(_folder.FullName, "whole");
        Pixels("part").ShouldNotBe(Pixels("line"));
        Pixels("part").ShouldNotBe(Pixels("whole"));
    }

    [Fact]
    public void One_axis_alone_may_be_logarithmic()
    {
        Curve[] line = [new Curve("test", [1, 10, 100], [1, 10, 100]) { Low = [1, 1, 1], High = [2, 20, 200] }];
        CurveChart.DrawLogarithmic("Loss", "epoch", "nats", line).SavePng(_folder.FullName, "both");
        CurveChart.DrawLogarithmic("Loss", "epoch", "nats", line, LogarithmicAxes.Horizontal).SavePng(_folder.FullName, "one");
        Pixels("both").ShouldNotBe(Pixels("one"));
    }

    [Fact]
    public void A_heat_map_writes_its_cells_and_refuses_values_that_do_not_fit()
    {
        double[,] values = { { 0.5, double.NaN } };
        HeatMapChart.Draw("Accuracy", "rate", "scale", ["0.1", "1"], ["small"], values, 0, 1, x => double.IsNaN(x) ? "none" : "half")
            .SaveSvg(_folder.FullName, "heat");
        string svg = File.ReadAllText(Path.Combine(_folder.FullName, "heat.svg"));
        foreach (string text in (string[])["Accuracy", "rate", "scale", "0.1", "small", "half", "none"])
            svg.ShouldContain(text);
        Should.Throw<ArgumentException>(() => HeatMapChart.Draw("", "", "", ["a"], ["b"], values, 0, 1, _ => ""))
            .Message.ShouldContain("1×2");
    }

    private byte[] Pixels(string name)
    {
        using var picture = SKBitmap.Decode(Path.Combine(_folder.FullName, name + ".png"));
        return picture.Bytes;
    }
}
