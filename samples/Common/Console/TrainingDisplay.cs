using NormNet.Training;
using Spectre.Console;

namespace NormNet.Samples.Common;

/// <summary>Shows training: a bar on a terminal, a line now and then where output is redirected, nothing when quiet.</summary>
/// <remarks>Colours follow the terminal and the variable <c>NO_COLOR</c>.</remarks>
public static class TrainingDisplay
{
    private const int WideTerminal = 110;

    /// <summary>Runs training while its reports are shown, and clears the bar away when it ends or throws.</summary>
    public static TResult Show<TResult>(bool quiet, Func<IProgress<TrainingProgress>, TResult> train)
    {
        if (quiet)
            return train(new Silence());
        var console = AnsiConsole.Console;
        if (!Terminal.IsRich)
            return train(new ProgressLines(System.Console.Out, TimeProvider.System));
        return console.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                Bar(console.Profile.Width),
                new PercentageColumn(),
                new FiguresColumn())
            .Start(context => train(new ProgressBarTask(context.AddTask("starting"), wide: console.Profile.Width >= WideTerminal)));
    }

    private static ProgressBarColumn Bar(int width) => new()
    {
        Width = Math.Clamp(width - 85, 8, 40),
        CompletedStyle = new Style(Color.Blue),
        FinishedStyle = new Style(Color.Blue),
    };

    private sealed class Silence : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
        }
    }
}
