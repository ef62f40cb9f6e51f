using NormNet.Data;
using NormNet.Optimizers;
using NormNet.Tensors;
using NormNet.Training;

namespace NormNet.Samples.Experiments;

/// <summary>Trains a <see cref="RowReader"/>.</summary>
internal sealed record RowTraining(LayerNormSizes Sizes, RowCell Cell, bool LayerNorm)
{
    internal const int Batch = 32;

    /// <summary>The mean loss of the validation images over steps.</summary>
    internal const string Loss = "validation loss";

    /// <summary>Their error over steps.</summary>
    internal const string Error = "validation error";

    internal RunResult Run(ImageSets images, int seed, RunContext context)
    {
        DataSet<float> all = images.Pixels.Train;
        int count = Math.Min(Sizes.Images, all.Count - Sizes.ValidationImages);
        DataSet<float> train = all.Take(count), validation = all.Subset([.. Enumerable.Range(count, Sizes.ValidationImages)]);
        RowReader model = RowReader.Build(Cell, LayerNorm, train.SampleShape, Sizes.RowHidden, train.ClassCount, new Generator(seed));
        var plan = new TrainingPlan { Steps = Sizes.RowSteps, BatchSize = Batch, Seed = seed };
        RunTraining.Train(
            context,
            callbacks => new Trainer<float>(model, new Adam<float>(model.Parameters(), LayerNormSizes.Rate), train, plan)
            {
                Callbacks = callbacks,
            },
            Sizes.RowMeasurements,
            step =>
            {
                Evaluation measured = Evaluation.Of(model, validation, cancellationToken: context.Token);
                context.Result.Curve(Loss).Add(step, measured.Loss);
                context.Result.Curve(Error).Add(step, 1 - measured.Accuracy!.Value);
            });
        context.Result.Values[DenseTraining.ModeDifference] =
            DenseTraining.LargestDifferenceOfModes(model, validation.Take(Math.Min(128, validation.Count)).Batches(128).First().Inputs);
        return context.Result;
    }
}
