using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;

namespace NormNet.Benchmarks;

/// <summary>A classifier in training on one batch of random numbers.</summary>
internal sealed class Training
{
    private const int Classes = 10;

    private readonly Layer<float> _model;
    private readonly Tensor<float> _inputs;
    private readonly IndexTensor _labels;
    private readonly Optimizer<float> _optimizer;

    internal Training(Layer<float> model, Shape inputs, Func<IEnumerable<Parameter<float>>, Optimizer<float>>? optimizer = null)
    {
        var generator = new Generator(seed: 1);
        _model = model;
        _model.Initialize(generator);
        _inputs = generator.Normal<float>(inputs);
        _labels = IndexTensor.From([.. Enumerable.Range(0, inputs[0]).Select(_ => generator.NextInt(Classes))]);
        _optimizer = optimizer?.Invoke(model.Parameters()) ?? new Sgd<float>(model.Parameters(), learningRate: 1e-3, momentum: 0.9);
    }

    /// <summary>Forward, loss, backward, update, gradients set back.</summary>
    internal void Step()
    {
        using var tape = Tape<float>.Record();
        tape.Backward(Loss());
        _optimizer.Step();
        _optimizer.ZeroGradients();
    }

    /// <summary>How many operations a step runs forward and backward, counted on a tape that records both.</summary>
    internal (int Forward, int Backward) Operations()
    {
        using var tape = Tape<float>.Record();
        Variable<float> loss = Loss();
        int forward = tape.Nodes.Count;
        _ = tape.Gradients(loss, [.. _model.Parameters()], record: true);
        return (forward, tape.Nodes.Count - forward);
    }

    private Variable<float> Loss() => Losses.CrossEntropy(_model.Forward(_inputs), _labels);
}
