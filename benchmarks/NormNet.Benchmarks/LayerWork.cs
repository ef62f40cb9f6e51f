using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Benchmarks;

/// <summary>A layer in training on random numbers, forward alone or with all gradients for a random upstream gradient.</summary>
internal sealed class LayerWork
{
    private readonly Layer<float> _layer;
    private readonly Variable<float>[] _variables;
    private readonly Variable<float> _upstream;

    internal LayerWork(Layer<float> layer, Shape input)
    {
        var generator = new Generator(seed: 1);
        _layer = layer;
        _layer.Initialize(generator);
        _variables = [new Variable<float>(generator.Normal<float>(input), requiresGradient: true), .. layer.Parameters()];
        _upstream = generator.Normal<float>(layer.Forward(_variables[0]).Shape);
    }

    internal void Forward()
    {
        using var memory = new InferenceScope<float>();
        _layer.Forward(_variables[0]);
    }

    internal void ForwardAndBackward()
    {
        using var tape = Tape<float>.Record();
        tape.Gradients(_layer.Forward(_variables[0]), _variables, _upstream);
    }
}
