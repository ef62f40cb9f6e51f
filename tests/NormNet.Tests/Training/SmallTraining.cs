using System.Numerics;
using NormNet.Autograd;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using NormNet.Tests.Layers;
using NormNet.Training;

namespace NormNet.Tests.Training;

/// <summary>A training that takes milliseconds, of a model with parameters, buffers, counters and randomness.</summary>
internal static class SmallTraining
{
    internal const int Samples = 46;

    internal static TrainingPlan Plan { get; } = new() { Epochs = 3, BatchSize = 8, Seed = 5 };

    /// <summary>Points around three corners of a triangle.</summary>
    internal static DataSet<T> Data<T>(int samples = Samples)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] labels = [.. Enumerable.Range(0, samples).Select(i => i % 3)];
        double[][] corners = [[2, 0], [-1, 1.7], [-1, -1.7]];
        var centres = Tensor<T>.From([.. labels.Select(label => corners[label])]);
        Tensor<T> noise = new Generator(seed: 3).Normal<T>([samples, 2], deviation: 0.5);
        return new DataSet<T>(centres + noise, IndexTensor.From(labels), classCount: 3);
    }

    internal static Sequential<T> Model<T>(int seed = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Sequential<T> model = Nn<T>.Sequential(
            new Tracked<T>(), Nn<T>.Dense(2, 8), Nn<T>.BatchNorm(8), Nn<T>.Tanh(), Nn<T>.Dropout(0.25), Nn<T>.Dense(8, 3));
        model.Initialize(new Generator(seed));
        return model;
    }

    internal static Adam<T> Optimizer<T>(Module<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(model.Parameters(), learningRate: 0.01);

    /// <summary>Cross-entropy that calls a function at each step, counted from 1, before the loss is computed.</summary>
    internal static Func<Variable<T>, Batch<T>, Variable<T>> LossWith<T>(Action<int> atStep)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int step = 0;
        return (outputs, batch) =>
        {
            // Validation asks for losses too, off the tape.
            if (Tape<T>.Current is not null)
                atStep(++step);
            return Losses.CrossEntropy(outputs, batch.Labels);
        };
    }

    /// <summary>All bits of a checkpoint but the time it took.</summary>
    internal static Dictionary<string, byte[]> Bits<T>(this Trainer<T> trainer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => trainer.Checkpoint()
            .Where(pair => pair.Key is not ("training.seconds" or "training.history"))
            .ToDictionary(pair => pair.Key, pair => pair.Value.Bytes.ToArray());

    internal static void ShouldBeSameBits(this Dictionary<string, byte[]> bits, Dictionary<string, byte[]> expected)
    {
        bits.Keys.Order(StringComparer.Ordinal).ShouldBe(expected.Keys.Order(StringComparer.Ordinal));
        foreach (string name in expected.Keys)
            bits[name].ShouldBe(expected[name], name);
    }

    internal static void ShouldBeSameBits(this StateDictionary state, StateDictionary expected) =>
        state.ToDictionary(pair => pair.Key, pair => pair.Value.Bytes.ToArray())
            .ShouldBeSameBits(expected.ToDictionary(pair => pair.Key, pair => pair.Value.Bytes.ToArray()));

    internal static EpochRecord[] WithoutTime(this History history) => [.. history.Select(record => record with { Seconds = 0 })];
}
