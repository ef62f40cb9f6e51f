using NormNet.Data;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using NormNet.Training;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Samples.Experiments;

/// <summary>Trains a network that is too large for its training set, and follows how it does on that set and on others.</summary>
internal sealed class SmallSetTraining
{
    internal const int Units = 256, BatchSize = 50;

    internal const double DropProbability = 0.5, Momentum = 0.9;

    /// <summary>Names of a result's values, and of its curves over steps.</summary>
    internal const string TrainAccuracy = "training accuracy", TestAccuracy = "test accuracy",
        TrainLoss = "training loss", TestLoss = "test loss", HeldOutAccuracy = "held-out accuracy";

    private const int Measurements = 20;

    private readonly DataSet<float> _train, _heldOut, _test;
    private readonly Sequential<float> _model;
    private readonly double _rate;
    private readonly int _seed;

    internal SmallSetTraining(DataSplit<float> data, int images, int heldOut, bool normalized, bool dropout, double rate, int seed)
    {
        (_rate, _seed) = (rate, seed);
        ReadOnlySpan<int> order = new Generator(seed).Fork(1).Permutation(data.Train.Count);
        (_train, _heldOut) = (data.Train.Subset(order[..images]), data.Train.Subset(order.Slice(images, heldOut)));
        _test = data.Test;
        _model = Sequential(
        [
            Flatten(),
            .. Hidden(data.Train.SampleShape.Count, normalized, dropout),
            .. Hidden(Units, normalized, dropout),
            Dense(Units, data.Train.ClassCount),
        ]);
        _model.Initialize(new Generator(seed), Initializer.KaimingNormal(), Initializer.Zeros);
    }

    internal RunResult Run(RunContext context, long steps)
    {
        IEnumerable<long> measureAt = Enumerable.Range(1, Measurements).Select(k => k * steps / Measurements);
        RunTraining.Train(context, Trainer, measureAt, step =>
        {
            Note(context, step, TrainAccuracy, TrainLoss, _train);
            Note(context, step, TestAccuracy, TestLoss, _test);
        });
        context.Result.Values[HeldOutAccuracy] = Evaluation.Of(_model, _heldOut, cancellationToken: context.Token).Accuracy!.Value;
        return context.Result;

        Trainer<float> Trainer(IReadOnlyList<TrainingCallback<float>> callbacks) => new(
            _model,
            new Sgd<float>(_model.Parameters(), _rate, Momentum),
            _train,
            new TrainingPlan { Steps = steps, BatchSize = BatchSize, Seed = _seed })
        {
            Callbacks = callbacks,
        };
    }

    private static IEnumerable<Layer<float>> Hidden(int inputs, bool normalized, bool dropout)
    {
        yield return Dense(inputs, Units, bias: !normalized);
        if (normalized)
            yield return BatchNorm(Units);
        yield return Relu();
        if (dropout)
            yield return Dropout(DropProbability);
    }

    private void Note(RunContext context, long step, string accuracy, string loss, DataSet<float> data)
    {
        var evaluation = Evaluation.Of(_model, data, cancellationToken: context.Token);
        context.Result.Curve(accuracy).Add(step, context.Result.Values[accuracy] = evaluation.Accuracy!.Value);
        context.Result.Curve(loss).Add(step, context.Result.Values[loss] = evaluation.Loss);
    }
}
