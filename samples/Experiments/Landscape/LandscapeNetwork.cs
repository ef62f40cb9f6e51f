using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Samples.Experiments;

/// <summary>What stands between a hidden layer's product and its nonlinearity.</summary>
internal enum LandscapeNorm
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Batch Normalization.</summary>
    Batch,

    /// <summary>Batch Normalization, and <see cref="ActivationNoise"/> after it.</summary>
    NoisyBatch,
}

/// <summary>A multi-layer perceptron that can be disturbed, and whose last hidden layer can be looked at.</summary>
internal sealed class LandscapeNetwork
{
    internal const int HiddenLayers = 8, Units = 100;

    private readonly ActivationNoise? _noise;
    private readonly Layer<float> _lastNonlinearity;

    internal LandscapeNetwork(int inputs, int classes, LandscapeNorm norm, int seed)
    {
        var generator = new Generator(seed);
        var layers = new List<Layer<float>> { Flatten() };
        _noise = norm == LandscapeNorm.NoisyBatch ? new ActivationNoise(generator.Fork(1)) : null;
        for (int i = 0; i < HiddenLayers; i++)
        {
            layers.Add(Dense(i == 0 ? inputs : Units, Units, bias: norm == LandscapeNorm.None));
            if (norm != LandscapeNorm.None)
            {
                BatchNorm<float> normalization = BatchNorm(Units);
                if (_noise is { } noise)
                    normalization.AfterForward((_, y) => noise.Disturb(y));
                layers.Add(normalization);
            }

            layers.Add(Relu());
        }

        _lastNonlinearity = layers[^1];
        layers.Add(Dense(Units, classes));
        Model = Sequential([.. layers]);
        Model.Initialize(generator, Initializer.KaimingNormal(), Initializer.Zeros);
    }

    public Sequential<float> Model { get; }

    /// <summary>Computes with one draw of the noise, if there is any.</summary>
    public void WithNoiseHeld(Action compute)
    {
        if (_noise is not null)
            _noise.IsHeld = true;
        try
        {
            compute();
        }
        finally
        {
            if (_noise is not null)
                _noise.IsHeld = false;
        }
    }

    /// <summary>Takes the noise out, if there is any, and gives the normalizations the statistics they have without it.</summary>
    /// <param name="batches">What the statistics are of.</param>
    public void RemoveNoise(IEnumerable<Tensor<float>> batches)
    {
        if (_noise is null)
            return;
        _noise.IsOn = false;
        Model.ReestimateStatistics(batches);
    }

    /// <summary>What the last hidden layer's nonlinearity is given, (samples, units), in the mode the model is in.</summary>
    public Tensor<float> LastHidden(Tensor<float> inputs)
    {
        Tensor<float>? seen = null;
        using (_lastNonlinearity.BeforeForward(x => seen = x.Value.Clone()))
        using (new InferenceScope<float>())
            Model.Forward(inputs);
        return seen!;
    }
}
