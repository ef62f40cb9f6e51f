using NormNet.Autograd;
using NormNet.Tensors;
using TorchSharp;

namespace NormNet.Peers;

/// <summary>One operation, forward alone or with the gradients of all its inputs for a given upstream gradient.</summary>
internal abstract class OperationWorkload : Workload
{
    private readonly bool _backward;
    private readonly Variable<float>[] _inputs;
    private readonly torch.Tensor[] _torchInputs;
    private readonly Variable<float>? _upstream;
    private readonly torch.Tensor? _torchUpstream;

    /// <summary>Draws the inputs, and an upstream gradient if there is a shape for it.</summary>
    protected OperationWorkload(Work work, Shape? upstream, params Shape[] inputs)
        : base(work)
    {
        var generator = new Generator(seed: 1);
        _backward = upstream is not null;
        _inputs = [.. inputs.Select(shape => new Variable<float>(generator.Normal<float>(shape), requiresGradient: true))];
        _torchInputs = [.. _inputs.Select(input => Torch.From(input.Value, requiresGradient: _backward))];
        if (upstream is null)
            return;

        _upstream = generator.Normal<float>(upstream);
        _torchUpstream = Torch.From(_upstream.Value);
    }

    public override void Dispose()
    {
        foreach (torch.Tensor input in _torchInputs)
            input.Dispose();
        _torchUpstream?.Dispose();
    }

    /// <summary>The operation by NormNet.</summary>
    protected abstract Variable<float> Apply(Variable<float>[] inputs);

    /// <summary>The operation by libtorch.</summary>
    protected abstract torch.Tensor Apply(torch.Tensor[] inputs);

    protected sealed override void RunNormNet(Results? results)
    {
        if (!_backward)
        {
            using var memory = new InferenceScope<float>();
            Variable<float> only = Apply(_inputs);
            results?.Add("y", only.Value);
            return;
        }

        using var tape = Tape<float>.Record();
        Variable<float> y = Apply(_inputs);
        Variable<float>[] gradients = tape.Gradients(y, _inputs, _upstream);
        results?.Add("y", y.Value);
        foreach (Variable<float> gradient in gradients)
            results?.Add("gradient", gradient.Value);
    }

    protected sealed override void RunTorch(Results? results)
    {
        using DisposeScope memory = torch.NewDisposeScope();
        if (!_backward)
        {
            using IDisposable unrecorded = torch.no_grad();
            torch.Tensor only = Apply(_torchInputs);
            results?.Add("y", only);
            return;
        }

        torch.Tensor y = Apply(_torchInputs);
        IList<torch.Tensor> gradients = torch.autograd.grad([y], _torchInputs, [_torchUpstream!]);
        results?.Add("y", y);
        foreach (torch.Tensor gradient in gradients)
            results?.Add("gradient", gradient);
    }
}
