using System.Globalization;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Samples.Common;
using NormNet.Tensors;
using NormNet.Training;
using Spectre.Console;

namespace NormNet.Samples.Playground;

/// <summary>Makes the points, trains with the boundary drawn, tests, and reports.</summary>
public static class PlaygroundProgram
{
    private const string Name = "Playground";

    /// <summary>Does what the options say, and prints what came out.</summary>
    /// <exception cref="ArgumentException">The options do not belong together.</exception>
    /// <exception cref="IOException">What was asked for cannot be written.</exception>
    public static RunSummary Run(PlaygroundOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Training.Threads is { } threads)
            Workers.Count = threads;
        OutputFiles.Check(options.Training);
        DataSplit<float> data = PointSets.Make(options);
        Sequential<float> network = Network.Build(options, data.Train.ClassCount);
        network.Initialize(new Generator(options.Training.Seed));

        RunSummary summary;
        if (options.Training.Quiet || !LiveView.IsPossible)
        {
            summary = TrainingDisplay.Show(options.Training.Quiet, display => Train(options, network, data, display, null, cancellation));
            summary.Print();
        }
        else
        {
            string points = $"{options.Points}, {data.Train.Count} points", how = Network.Describe(options, data.Train.ClassCount);
            summary = AnsiConsole.Live(new Text("")).Start(context =>
            {
                var view = new LiveView(context, network, data.Train, points, how);
                RunSummary result = Train(options, network, data, view, view.Show, cancellation);
                view.Show(Figures(result));
                return result;
            });
        }

        if (options.Training.Json is not null)
            summary.Write(options.Training.Json);
        return summary;
    }

    private static RunSummary Train(
        PlaygroundOptions options,
        Sequential<float> network,
        DataSplit<float> data,
        IProgress<TrainingProgress> display,
        Action<IReadOnlyList<(string Name, string Value)>>? say,
        CancellationToken cancellation)
    {
        TrainingOptions how = options.Training;
        var plan = new TrainingPlan { Epochs = how.Epochs, BatchSize = Math.Min(how.Batch, data.Train.Count), Seed = how.Seed };
        Optimizer<float> optimizer = TrainingChoices.OptimizerOf(how, network);
        var trainer = new Trainer<float>(network, optimizer, data.Train, plan)
        {
            Schedule = TrainingChoices.ScheduleOf(how, plan.TotalSteps(data.Train.Count)),
        };

        Recording? recording = how.Out is null ? null : new Recording(network, data.Train);
        trainer.Train(new Watch(display, progress => recording?.Report(progress, trainer.StepsPerEpoch)), cancellation);
        Evaluation test = Evaluation.Of(network, data.Test, cancellationToken: cancellation);
        EpochRecord last = trainer.History[^1];
        var summary = new RunSummary(
            Name, how.Precision, how.Seed, last.Epoch, last.Step, last.Seconds, last.Step * plan.BatchSize / last.Seconds,
            last.TrainLoss, test.Loss, test.Accuracy!.Value, network.ParameterCount());
        if (recording is not null)
        {
            string title = Text($"{options.Points}, norm {how.Norm}: test accuracy {100 * summary.TestAccuracy:F1} %");
            recording.Write(how.Out!, title, drawn =>
            {
                cancellation.ThrowIfCancellationRequested();
                say?.Invoke([("drawing frame", Text($"{drawn} of {recording.Count}"))]);
            });
            LossChart(trainer.History).SavePng(how.Out!, "loss");
        }

        return summary;
    }

    private static Chart LossChart(History history) => CurveChart.Draw("Loss", "epoch", "cross-entropy (nats)",
        [new Curve("training", [.. history.Select(epoch => (double)epoch.Epoch)], [.. history.Select(epoch => epoch.TrainLoss)])]);

    private static IReadOnlyList<(string Name, string Value)> Figures(RunSummary summary) =>
    [
        ("test accuracy", Text($"{100 * summary.TestAccuracy:F2} %")),
        ("test loss", Text($"{summary.TestLoss:F4}")),
        ("training loss", Text($"{summary.TrainLoss:F4}")),
        ("parameters", Text($"{summary.Parameters:N0}")),
        ("epochs", Text($"{summary.Epochs:N0}")),
        ("steps", Text($"{summary.Steps:N0}")),
        ("training time", Text($"{summary.TrainSeconds:F1} s")),
        ("seed", Text($"{summary.Seed}")),
    ];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class Watch(IProgress<TrainingProgress> display, Action<TrainingProgress> watch) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            watch(value);
            display.Report(value);
        }
    }
}
