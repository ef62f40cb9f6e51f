using NormNet.Data;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using NormNet.Training;

namespace NormNet.Samples.Experiments;

/// <summary>Trains one variant with one seed, tested every few steps.</summary>
/// <remarks>
/// By a <see cref="StepLoop"/> and no <see cref="Trainer{T}"/>: in Inception's recipe the batches are the same in every epoch while their
/// distortion is not, and the trainer draws both from one stream.
/// </remarks>
internal sealed class InceptionTraining
{
    /// <summary>The curve of the test accuracy over steps, and by the same name its greatest value.</summary>
    internal const string Accuracy = "test accuracy";

    private readonly InceptionRecipe _recipe;
    private readonly InceptionVariant _variant;
    private readonly RunContext _context;
    private readonly DataSplit<float> _data;
    private readonly Sequential<float> _model;
    private readonly Sgd<float> _optimizer;
    private readonly Augmentation[] _distortion;
    private readonly Generator _order, _chance;
    private readonly Tensor<float> _inputs;

    private InceptionTraining(InceptionRecipe recipe, InceptionVariant variant, ImageSets images, int seed, RunContext context)
    {
        (_recipe, _variant, _context) = (recipe, variant, context);
        _data = recipe.Data(images, seed);
        var streams = new Generator(seed);
        (_order, _chance) = (streams.Fork((long)RunStream.Order), streams.Fork((long)RunStream.Distortion));
        _model = InceptionNetwork.Build(variant, _data.Train.ClassCount, streams.Fork((long)RunStream.Weights));
        _optimizer = new Sgd<float>(
            ParameterGroup<float>.SplitForDecay(_model),
            variant.RateFactor * InceptionRecipe.BaseRate,
            InceptionRecipe.Momentum,
            weightDecay: InceptionRecipe.PenaltyOf(variant));
        _distortion = InceptionRecipe.DistortionOf(variant);
        _inputs = Tensor<float>.Zeros([InceptionRecipe.Batch, .. _data.Train.SampleShape]);
    }

    /// <summary>The run of a variant with a seed.</summary>
    internal static RunResult Run(InceptionRecipe recipe, InceptionVariant variant, ImageSets images, int seed, RunContext context) =>
        new InceptionTraining(recipe, variant, images, seed, context).Train();

    /// <summary>Batches without end: epoch after epoch, each shuffled anew or always in the same order.</summary>
    internal static IEnumerable<Batch<float>> Batches(DataSet<float> images, Generator order, bool shuffling)
    {
        for (int epoch = 0; ; epoch++)
        {
            foreach (Batch<float> batch in images.Batches(InceptionRecipe.Batch, order.Fork(shuffling ? epoch : 0), dropLast: true))
                yield return batch;
        }
    }

    private RunResult Train()
    {
        RunResult result = _context.Result;
        new StepLoop(_context, _optimizer, _recipe.ScheduleOf(_variant), _recipe.TestEvery).Run(
            Batches(_data.Train, _order, _variant.Has(SideChanges.Shuffling)).Take(_recipe.Steps),
            (batch, step) => Losses.CrossEntropy(_model.Forward(Distorted(batch.Inputs, step)), batch.Labels),
            step =>
            {
                result.Curve(Accuracy).Add(step, Evaluation.Of(_model, _data.Test, cancellationToken: _context.Token).Accuracy!.Value);
                result.Values[Accuracy] = result.Curve(Accuracy).Y.Max();
            });
        return result;
    }

    private Tensor<float> Distorted(Tensor<float> images, int step)
    {
        Shape shape = _data.Train.SampleShape;
        int size = shape.Count;
        Generator chance = _chance.Fork(step);
        Span<float> between = new float[size], results = _inputs.AsWritableSpan();
        for (int i = 0; i < images.Shape[0]; i++)
        {
            Generator own = chance.Fork(i);
            _distortion[0].Apply(images.AsSpan().Slice(i * size, size), shape, between, own);
            _distortion[1].Apply<float>(between, shape, results.Slice(i * size, size), own);
        }

        return _inputs;
    }
}
