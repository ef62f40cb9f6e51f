using NormNet.Autograd;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;

namespace NormNet.Samples.Experiments;

/// <summary>Trains one transformer with one seed, tested every few steps.</summary>
/// <remarks>By a <see cref="StepLoop"/> and no trainer: of a model's places only the answer's count, in the loss and in the test.</remarks>
internal static class TransformerTraining
{
    /// <summary>The curve of the share of test tasks whose answer is right in every digit, and by the same name the last one.</summary>
    internal const string Exact = "exact answers";

    /// <summary>The first test at which 95 % are exact; missing where there is none.</summary>
    internal const string StepsToTarget = "steps to 95 %";

    internal const double Target = 0.95;

    internal static RunResult Run(TransformerRecipe recipe, TransformerVariant variant, int seed, RunContext context)
    {
        RunResult result = context.Result;
        var generator = new Generator(seed);
        DataSplit<float> data = recipe.Data(generator.Fork(0));
        Sequential<float> model = recipe.Model(variant.Norm, generator.Fork(1));
        var optimizer = new Adam<float>(model.Parameters(), variant.Rate, beta2: TransformerRecipe.Beta2);
        Schedule schedule = recipe.ScheduleOf(variant);
        new StepLoop(context, optimizer, schedule, recipe.TestEvery).Run(
            data.Train.Batches(TransformerRecipe.Batch, dropLast: true),
            (batch, _) => LossOf(model, batch),
            step => result.Curve(Exact).Add(step, ExactShare(model, data.Test)));
        Note(result);
        return result;
    }

    /// <summary>Makes the numbers of a run of its curves.</summary>
    internal static void Note(RunResult result)
    {
        Series exact = result.Curve(Exact);
        result.Values[Exact] = exact.Y[^1];
        if (exact.FirstAtLeast(Target) is { } reached)
            result.Values[StepsToTarget] = reached;
    }

    /// <summary>The share of tasks whose answer is right in every digit.</summary>
    internal static double ExactShare(Sequential<float> model, DataSet<float> tasks)
    {
        Tensor<float> logits = model.Predict(tasks.Inputs);
        int answer = tasks.LabelShape[0];
        ReadOnlySpan<int> digits = logits.Slice(1, logits.Shape[1] - answer, answer).ArgMax().AsSpan(), labels = tasks.Labels.AsSpan();
        int exact = 0;
        for (int i = 0; i < labels.Length; i += answer)
        {
            if (digits.Slice(i, answer).SequenceEqual(labels.Slice(i, answer)))
                exact++;
        }

        return (double)exact / tasks.Count;
    }

    private static Variable<float> LossOf(Sequential<float> model, Batch<float> batch)
    {
        Variable<float> logits = model.Forward(batch.Inputs);
        int answer = batch.Labels.Shape[1], classes = logits.Shape[2];
        return Losses.CrossEntropy(
            logits.Slice(1, logits.Shape[1] - answer, answer).Reshape(batch.Count * answer, classes),
            batch.Labels.Reshape(batch.Count * answer));
    }
}
