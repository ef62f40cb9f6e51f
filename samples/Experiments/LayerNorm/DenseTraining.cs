using NormNet.Data;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using NormNet.Training;

namespace NormNet.Samples.Experiments;

/// <summary>Trains the network of dense layers with one normalization, at one batch size.</summary>
internal sealed record DenseTraining(LayerNormSizes Sizes, DenseNorm Norm, int Batch)
{
    /// <summary>Test error over epochs.</summary>
    internal const string Error = "test error";

    /// <summary>The mean loss of the test images over epochs.</summary>
    internal const string Loss = "test loss";

    /// <summary>By how much outputs for test images differ at most between training and evaluation mode, after training.</summary>
    internal const string ModeDifference = "difference of modes";

    internal RunResult Run(ImageSets images, int seed, RunContext context)
    {
        DataSplit<float> data = images.Take(Sizes.Images, Sizes.TestImages);
        Sequential<float> model = DenseNetwork.Build(Norm, data.Train.SampleShape, Sizes.Units, data.Train.ClassCount, new Generator(seed));
        var plan = new TrainingPlan { Steps = Sizes.DenseSteps(Batch), BatchSize = Batch, Seed = seed };
        double epoch = (double)Sizes.Images / Batch;
        RunTraining.Train(
            context,
            callbacks => new Trainer<float>(model, new Adam<float>(model.Parameters(), LayerNormSizes.Rate), data.Train, plan)
            {
                Callbacks = callbacks,
            },
            Sizes.DenseMeasurements(Batch),
            step =>
            {
                Evaluation test = Evaluation.Of(model, data.Test, cancellationToken: context.Token);
                context.Result.Curve(Error).Add(step / epoch, 1 - test.Accuracy!.Value);
                context.Result.Curve(Loss).Add(step / epoch, test.Loss);
            });
        context.Result.Values[ModeDifference] = LargestDifferenceOfModes(
            model, data.Test.Take(Math.Min(128, data.Test.Count)).Batches(128).First().Inputs);
        return context.Result;
    }

    /// <summary>The largest difference between a layer's outputs in its two modes.</summary>
    internal static double LargestDifferenceOfModes(Layer<float> model, Tensor<float> inputs)
    {
        model.Eval();
        Tensor<float> evaluation = model.Forward(inputs).Value;
        model.Train();
        return (model.Forward(inputs).Value - evaluation).Abs().Max().Item();
    }
}
