using NormNet.Data;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Samples.Experiments;

/// <summary>What all runs share: the task, the model, how long it is trained.</summary>
/// <param name="Layers">Blocks of the transformer.</param>
/// <param name="Steps">Steps of <see cref="Batch"/> tasks, none of which comes twice.</param>
/// <param name="TestTasks">How many other tasks it is tested on.</param>
/// <param name="TestEvery">Steps between two tests.</param>
/// <param name="Rates">The highest learning rates.</param>
internal sealed record TransformerRecipe(int Layers, int Steps, int TestTasks, int TestEvery, IReadOnlyList<double> Rates)
{
    internal const int Digits = 6, Batch = 64, Features = 32, Heads = 4, Hidden = 4 * Features;

    /// <summary>Vaswani et al. 2017, §5.3.</summary>
    internal const double Beta2 = 0.98;

    /// <summary>The share of the steps in which a warm-up takes the rate from 0 to its highest.</summary>
    internal const double WarmUpShare = 0.25;

    /// <summary>Digits to sort, <c>734102=______</c>, in parts without a task in common.</summary>
    internal DataSplit<float> Data(Generator generator)
    {
        int count = TestTasks + (Steps * Batch);
        return Sequences.Sorting<float>(count, Digits, generator.Fork(0)).Split((double)TestTasks / count, generator.Fork(1));
    }

    /// <summary>A transformer that reads all places at once and gives logits of the ten digits for each.</summary>
    internal Sequential<float> Model(TransformerNorm norm, Generator generator)
    {
        Sequential<float> model = Sequential(
            Embedding(Sequences.Alphabet.Length, Features),
            LearnedPositions((2 * Digits) + 1, Features),
            TransformerEncoder(
                Layers,
                () => TransformerEncoderLayer(Features, Heads, Hidden, dropout: 0, norm: norm.Make, normFirst: norm.First),
                norm.First ? norm.Make(Features) : null),
            Dense(Features, 10));
        model.Initialize(generator, Initializer.XavierUniform(), Initializer.Zeros);
        return model;
    }

    /// <summary>Up in a straight line where there is a warm-up, then down to 0 in a straight line.</summary>
    internal Schedule ScheduleOf(TransformerVariant variant)
    {
        long rising = Math.Max(1, (long)(WarmUpShare * Steps));
        return variant.WarmUp
            ? Schedule.Linear(rising, from: 1.0 / rising).Then(rising, Schedule.Linear(Steps - rising, from: 1, to: 0))
            : Schedule.Linear(Steps, from: 1, to: 0);
    }
}
