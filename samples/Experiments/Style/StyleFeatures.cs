using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Samples.Experiments;

/// <summary>What a picture looks like to a network of random filters that nobody trains: maps to compare texture and content by.</summary>
/// <remarks>
/// The paper takes a network trained on ImageNet. That random filters serve for textures is Ustyuzhaninov, Brendel, Gatys &amp;
/// Bethge 2016.
/// </remarks>
internal sealed class StyleFeatures
{
    internal const int Channels = 32;

    /// <summary>The same filters in every run, so that all losses are in one unit.</summary>
    private const int FilterSeed = 1;

    private readonly Sequential<float> _stages = Sequential(
        Sequential(Conv2D(1, Channels, kernel: 5, padding: 2, bias: false), Relu()),
        Stage(),
        Stage());

    internal StyleFeatures()
    {
        _stages.Initialize(new Generator(FilterSeed), Initializer.KaimingNormal());
        foreach (Parameter<float> filter in _stages.Parameters())
            filter.RequiresGradient = false;
    }

    /// <summary>Maps (N, C, height, width) of pictures (N, 1, H, W): two to compare texture by, and a deeper one for content.</summary>
    public (Variable<float> Fine, Variable<float> Coarse, Variable<float> Deep) Of(Variable<float> pictures)
    {
        Variable<float> fine = _stages.Layers[0].Forward(pictures), coarse = _stages.Layers[1].Forward(fine);
        return (fine, coarse, _stages.Layers[2].Forward(coarse));
    }

    /// <summary>The maps for content alone, of many pictures.</summary>
    public Tensor<float> Deep(Tensor<float> pictures) => _stages.Predict(pictures);

    private static Sequential<float> Stage() =>
        Sequential(AveragePool2D(2), Conv2D(Channels, Channels, kernel: 3, padding: 1, bias: false), Relu());
}
