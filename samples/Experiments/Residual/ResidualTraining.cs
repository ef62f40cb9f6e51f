using NormNet.Data;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using NormNet.Training;

namespace NormNet.Samples.Experiments;

/// <summary>Trains the small residual network with one normalization, batch size and seed.</summary>
/// <param name="recipe">How.</param>
/// <param name="norm">What normalizes.</param>
/// <param name="batch">Images a batch.</param>
/// <param name="rate">The first learning rate.</param>
internal sealed class ResidualTraining(ResidualRecipe recipe, ResidualNorm norm, int batch, double rate)
{
    /// <summary>Test error over epochs, with the statistics that the training kept.</summary>
    internal const string Error = "error";

    /// <summary>Test error of the last epochs, with statistics estimated anew from the training images.</summary>
    internal const string Reestimated = "re-estimated error";

    /// <summary>The share of the training images that was wrong when the training met them.</summary>
    internal const string TrainingError = "training error";

    /// <summary>Whether only the last epochs are tested.</summary>
    internal bool OnlyLast { get; init; }

    /// <summary>The run of a seed.</summary>
    internal RunResult Run(ImageSets images, int seed, RunContext context)
    {
        DataSplit<float> data = recipe.Data(images, seed);
        var streams = new Generator(seed);
        Sequential<float> model = ResidualNetwork.Build(norm, data.Train.ClassCount, streams.Fork((long)RunStream.Weights));
        var plan = new TrainingPlan { Epochs = recipe.Epochs, BatchSize = batch, Seed = seed };
        var trainer = new Trainer<float>(
            model,
            new Sgd<float>(model.Parameters(), rate, ResidualRecipe.Momentum, weightDecay: ResidualRecipe.WeightDecay),
            data.Train,
            plan)
        {
            Schedule = ResidualRecipe.ScheduleOf(plan.TotalSteps(data.Train.Count)),
            Callbacks = [new Measurements(this, model, data, context)],
        };
        try
        {
            trainer.Train(cancellationToken: context.Token);
        }
        finally
        {
            context.Result.Seconds = trainer.TrainingTime.TotalSeconds;
            context.Result.Samples = trainer.Step * batch;
        }

        foreach ((string name, Series curve) in context.Result.Curves)
            context.Result.Values[name] = MedianOfLast(curve, recipe.LastEpochs);
        return context.Result;
    }

    /// <summary>The median of a curve's last values.</summary>
    internal static double MedianOfLast(Series curve, int count)
    {
        double[] last = [.. curve.Y.TakeLast(count).Order()];
        return (last[(last.Length - 1) / 2] + last[last.Length / 2]) / 2;
    }

    private sealed class Measurements(ResidualTraining training, Sequential<float> model, DataSplit<float> data, RunContext context)
        : TrainingCallback<float>
    {
        private readonly ResidualRecipe _recipe = training.Recipe;
        private readonly BatchRenorm<float>[] _renorms = [.. model.Modules().OfType<BatchRenorm<float>>()];
        private readonly bool _keepsStatistics =
            model.Modules().OfType<RunningNormalizationLayer<float>>().Any(layer => layer.Running is not null);

        public override void StepEnded(Trainer<float> trainer, StepRecord step)
        {
            context.Advance(step.Samples);
            if (step.Step < ResidualRecipe.RenormWarmUp * trainer.TotalSteps)
                return;
            foreach (BatchRenorm<float> renorm in _renorms)
                (renorm.RMax, renorm.DMax) = (ResidualNorm.RMax, ResidualNorm.DMax);
        }

        public override void EpochEnded(Trainer<float> trainer, EpochRecord record)
        {
            context.Result.Curve(TrainingError).Add(record.Epoch, 1 - record.TrainAccuracy!.Value);
            bool isLast = record.Epoch > _recipe.Epochs - _recipe.LastEpochs;
            if (!isLast && training.OnlyLast)
                return;

            double error = ErrorOf(model);
            context.Result.Curve(Error).Add(record.Epoch, error);
            if (isLast && _keepsStatistics)
                context.Result.Curve(Reestimated).Add(record.Epoch, ErrorOf(WithStatisticsOfAll()));
        }

        private double ErrorOf(Layer<float> evaluated) =>
            1 - Evaluation.Of(evaluated, data.Test, cancellationToken: context.Token).Accuracy!.Value;

        private Layer<float> WithStatisticsOfAll()
        {
            var copy = (Layer<float>)model.Clone();
            copy.ReestimateStatistics(data.Train.Batches(ResidualRecipe.EstimationBatch).Select(part => part.Inputs));
            return copy;
        }
    }

    private ResidualRecipe Recipe => recipe;
}
