using System.Diagnostics;
using System.Globalization;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Samples.Common;
using NormNet.Training;
using Spectre.Console;

namespace NormNet.Samples.Playground;

/// <summary>The decision map in the terminal, redrawn as training reports, with the figures beside it.</summary>
internal sealed class LiveView(LiveDisplayContext context, Layer<float> network, DataSet<float> points, string title, string description)
    : IProgress<TrainingProgress>
{
    // Beside the map are figures, and below it is the cursor's line: on 80×24 the map is 40 characters wide and 20 high.
    private const int FiguresWidth = 38, RowsBelow = 4, LeastPixels = 16, MostPixels = 80;

    // Drawing takes at most this part of the time, however slow the terminal is.
    private const double DrawingShare = 0.5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    private readonly Square _square = Square.Around(points);
    private readonly TimeLeft _left = new(TimeProvider.System);
    private long _drawn;
    private TimeSpan _drawing;

    /// <summary>Whether the terminal has colours and room.</summary>
    internal static bool IsPossible =>
        Terminal.IsRich
        && AnsiConsole.Profile.Capabilities is { ColorSystem: not ColorSystem.NoColors, Unicode: true }
        && Pixels >= LeastPixels;

    private static int Pixels =>
        Math.Min(MostPixels, Math.Min(AnsiConsole.Profile.Width - FiguresWidth - 2, 2 * (AnsiConsole.Profile.Height - RowsBelow))) / 2 * 2;

    public void Report(TrainingProgress value)
    {
        string left = _left.After(value.Step, value.Steps).Replace(" left", "", StringComparison.Ordinal);
        TimeSpan since = Stopwatch.GetElapsedTime(_drawn);
        if (since < Pause || since < _drawing * ((1 / DrawingShare) - 1))
            return;
        Show(
        [
            ("epoch", Text($"{value.Epoch:N0} of {value.Epochs:N0}")),
            ("step", Text($"{value.Step:N0} of {value.Steps:N0}")),
            ("loss", Text($"{value.Loss:F4}")),
            ("accuracy", Text($"{100 * value.Accuracy:F1} %")),
            ("learning rate", Text($"{value.LearningRate:G3}")),
            ("samples/s", Text($"{value.SamplesPerSecond:N0}")),
            ("time left", left),
        ]);
    }

    /// <summary>Shows the map as the network is now, and figures.</summary>
    internal void Show(IReadOnlyList<(string Name, string Value)> figures)
    {
        long begun = Stopwatch.GetTimestamp();
        var rows = new Grid()
            .AddColumn(new GridColumn().NoWrap().PadLeft(0))
            .AddColumn(new GridColumn().NoWrap().RightAligned().PadRight(0));
        foreach ((string name, string value) in figures)
            rows.AddRow(new Text(name), new Text(value));
        var whole = new Grid { Width = Pixels + FiguresWidth }
            .AddColumn(new GridColumn().NoWrap().Width(Pixels).PadLeft(0))
            .AddColumn(new GridColumn().PadRight(0));
        var side = new Rows(new Text(title, new Style(decoration: Decoration.Bold)), new Text(description), new Text(""), rows);
        context.UpdateTarget(whole.AddRow(new HalfBlocks(DecisionMap.Of(network, _square, Pixels), _square, points), side));
        context.Refresh();
        _drawn = Stopwatch.GetTimestamp();
        _drawing = Stopwatch.GetElapsedTime(begun, _drawn);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
