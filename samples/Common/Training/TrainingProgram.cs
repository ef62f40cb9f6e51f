using System.Numerics;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using NormNet.Training;

namespace NormNet.Samples.Common;

/// <summary>What the training programs do: read the options, train with progress, test, and report.</summary>
public static class TrainingProgram
{
    /// <summary>Runs a program.</summary>
    /// <param name="arguments">The process's arguments.</param>
    /// <param name="name">The program's name in its report.</param>
    /// <param name="description">What <c>--help</c> says first.</param>
    /// <param name="network">What is trained.</param>
    /// <param name="defaults">What holds where the command line says nothing.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments, string name, string description, IImageNetwork network, TrainingOptions defaults)
    {
        var command = new TrainingCommand(description, defaults);
        return ProgramHost.Run(arguments, command.Command, (line, cancellation) =>
        {
            TrainingOptions options = command.Read(line);
            if (options.Threads is { } threads)
                Workers.Count = threads;
            RunSummary? summary = options.Precision == "double"
                ? Run<double>(name, network, options, cancellation)
                : Run<float>(name, network, options, cancellation);
            if (options.Json is not null)
                summary?.Write(options.Json);
            return 0;
        });
    }

    /// <summary>Trains, or does what it is asked to do instead; then there is no summary.</summary>
    private static RunSummary? Run<T>(string name, IImageNetwork network, TrainingOptions options, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        network.Check(options);
        OutputFiles.Check(options);
        DataSplit<T> data = ImageData.Load<T>(options, cancellation);
        Sequential<T> model = network.Build<T>(data.Train.SampleShape, data.Train.ClassCount, options);
        model.Initialize(new Generator(options.Seed));

        var plan = new TrainingPlan { Epochs = options.Epochs, Steps = options.Steps, BatchSize = options.Batch, Seed = options.Seed };
        Optimizer<T> optimizer = TrainingChoices.OptimizerOf(options, model);
        if (options.Profile)
            ModelInspection.PrintProfile(model, data.Train, plan);
        if (options.FindLearningRate is { } picture)
            ModelInspection.FindLearningRate(model, optimizer, data.Train, plan, picture, cancellation);
        if (options.Profile || options.FindLearningRate is not null)
            return null;

        var trainer = new Trainer<T>(model, optimizer, data.Train, plan)
        {
            Schedule = TrainingChoices.ScheduleOf(options, plan.TotalSteps(data.Train.Count)),
            Validation = data.Test,
            CheckpointPath = options.Save,
        };
        if (options.Resume is not null)
            trainer.Resume(options.Resume);

        var curve = new TrainingCurve();
        TrainingDisplay.Show(options.Quiet, display => trainer.Train(curve.PassingOnTo(display), cancellation));
        Evaluation test = Evaluation.Of(model, data.Test, cancellationToken: cancellation);

        EpochRecord last = trainer.History[^1];
        var summary = new RunSummary(
            name, options.Precision, options.Seed, last.Epoch, last.Step, last.Seconds, last.Step * options.Batch / last.Seconds,
            last.TrainLoss, test.Loss, test.Accuracy ?? double.NaN, model.ParameterCount());
        summary.Print();
        if (options.Out is not null)
            new TrainingReport<T>(model, data.Test, test, trainer.History, curve).Write(options.Out);
        return summary;
    }
}
