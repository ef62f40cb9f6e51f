using NormNet.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace NormNet.Samples.Common;

/// <summary>Moves a progress bar as training reports.</summary>
internal sealed class ProgressBarTask(ProgressTask task, bool wide) : IProgress<TrainingProgress>
{
    private readonly TimeLeft _left = new(TimeProvider.System);

    public void Report(TrainingProgress value)
    {
        task.MaxValue = value.Steps;
        task.Value = value.Step;
        task.Description = wide ? $"{ProgressText.Place(value)}  {ProgressText.StepOfSteps(value)}" : ProgressText.Place(value);
        task.Tag = $"{ProgressText.Figures(value)}  {_left.After(value.Step, value.Steps)}";
    }
}

/// <summary>The column that says what <see cref="ProgressBarTask"/> put into its task's tag.</summary>
internal sealed class FiguresColumn : ProgressColumn
{
    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(task.Tag as string ?? "");
}
