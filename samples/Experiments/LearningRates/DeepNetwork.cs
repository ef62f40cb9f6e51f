using System.Numerics.Tensors;
using NormNet.Autograd;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using NormNet.Training;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Samples.Experiments;

/// <summary>A network of equal hidden layers, from a start of its own.</summary>
internal sealed class DeepNetwork
{
    internal const int Layers = 5, ManyLayers = 20, Units = 100, BatchSize = 64, GradientImages = 512;

    internal const double DeepRate = 0.1;

    /// <summary>Names of a result's values and curve.</summary>
    internal const string Accuracy = "test accuracy", GradientNorms = "gradient norms";

    private readonly int _hiddenLayers, _seed;
    private readonly bool _sigmoid, _normalized;
    private readonly Initializer _weight;

    private DeepNetwork(int hiddenLayers, bool sigmoid, string network, Initializer weight, int seed)
    {
        (_hiddenLayers, _sigmoid, _weight, _seed) = (hiddenLayers, sigmoid, weight, seed);
        _normalized = network == "bn";
    }

    /// <summary>A network of a few layers of ReLUs whose weights start at a scale.</summary>
    internal static DeepNetwork Of(string network, double scale, int seed) =>
        new(Layers, sigmoid: false, network, Initializer.KaimingNormal(scale * Gain.Relu), seed);

    /// <summary>A network of many layers.</summary>
    internal static DeepNetwork Of(string nonlinearity, string network, int seed) => nonlinearity == "sigmoid"
        ? new(ManyLayers, sigmoid: true, network, Initializer.XavierNormal(), seed)
        : new(ManyLayers, sigmoid: false, network, Initializer.KaimingNormal(), seed);

    /// <summary>Trains at a learning rate and notes the test accuracy.</summary>
    internal RunResult TrainAt(RunContext context, DataSplit<float> data, double rate, long steps)
    {
        Sequential<float> model = Build(data);
        Train(context, model, data, rate, steps);
        return context.Result;
    }

    /// <summary>Notes the norm of each hidden layer's gradient before the first step, then trains.</summary>
    internal RunResult TrainDeep(RunContext context, DataSplit<float> data, long steps)
    {
        Sequential<float> model = Build(data);
        NoteGradients(context.Result.Curve(GradientNorms), (Sequential<float>)model.Clone(), data.Train);
        Train(context, model, data, DeepRate, steps);
        return context.Result;
    }

    private Sequential<float> Build(DataSplit<float> data)
    {
        var layers = new List<Layer<float>> { Flatten() };
        for (int i = 0; i < _hiddenLayers; i++)
        {
            layers.Add(Dense(i == 0 ? data.Train.SampleShape.Count : Units, Units, bias: !_normalized));
            if (_normalized)
                layers.Add(BatchNorm(Units));
            layers.Add(_sigmoid ? Sigmoid() : Relu());
        }

        layers.Add(Dense(Units, data.Train.ClassCount));
        Sequential<float> model = Sequential([.. layers]);
        model.Initialize(new Generator(_seed), _weight, Initializer.Zeros);
        return model;
    }

    private void Train(RunContext context, Sequential<float> model, DataSplit<float> data, double rate, long steps)
    {
        RunTraining.Train(context, callbacks => new Trainer<float>(
            model,
            new Sgd<float>(model.Parameters(), rate),
            data.Train,
            new TrainingPlan { Steps = steps, BatchSize = BatchSize, Seed = _seed })
        {
            Callbacks = callbacks,
        });
        context.Result.Values[Accuracy] = Evaluation.Of(model, data.Test, cancellationToken: context.Token).Accuracy!.Value;
    }

    private static void NoteGradients(Series norms, Sequential<float> model, DataSet<float> train)
    {
        DataSet<float> images = train.Take(Math.Min(GradientImages, train.Count));
        using var tape = Tape<float>.Record();
        tape.Backward(Losses.CrossEntropy(model.Forward(images.Inputs), images.Labels));
        Dense<float>[] hidden = [.. model.Layers.OfType<Dense<float>>().SkipLast(1)];
        for (int i = 0; i < hidden.Length; i++)
            norms.Add(i + 1, TensorPrimitives.Norm(hidden[i].Weight.Gradient!.AsSpan()));
    }
}
