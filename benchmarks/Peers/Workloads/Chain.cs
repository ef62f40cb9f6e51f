using NormNet.Autograd;
using NormNet.Tensors;
using TorchSharp;

namespace NormNet.Peers;

/// <summary>v = v · c + c many times on a few values, its sum, and the gradients of v and c: what recording an operation costs.</summary>
internal sealed class Chain : Workload
{
    private const int Values = 16, Times = 1000;

    private readonly Variable<float> _v;
    private readonly Variable<float> _c;
    private readonly torch.Tensor _torchV;
    private readonly torch.Tensor _torchC;

    internal Chain()
        : base(Work.Overhead)
    {
        var generator = new Generator(seed: 1);
        _v = new Variable<float>(generator.Uniform<float>([Values]), requiresGradient: true);
        _c = new Variable<float>(generator.Uniform<float>([Values], 0.1, 0.9), requiresGradient: true);
        (_torchV, _torchC) = (Torch.From(_v.Value, requiresGradient: true), Torch.From(_c.Value, requiresGradient: true));
    }

    public override void Dispose()
    {
        _torchV.Dispose();
        _torchC.Dispose();
    }

    protected override void RunNormNet(Results? results)
    {
        using var tape = Tape<float>.Record();
        Variable<float> v = _v;
        for (int i = 0; i < Times; i++)
            v = (v * _c) + _c;
        Variable<float> sum = v.Sum();
        Variable<float>[] gradients = tape.Gradients(sum, [_v, _c]);
        results?.Add("sum", sum.Value);
        results?.Add("∂/∂v", gradients[0].Value);
        results?.Add("∂/∂c", gradients[1].Value);
    }

    protected override void RunTorch(Results? results)
    {
        using DisposeScope memory = torch.NewDisposeScope();
        torch.Tensor v = _torchV;
        for (int i = 0; i < Times; i++)
            v = (v * _torchC) + _torchC;
        torch.Tensor sum = v.sum();
        IList<torch.Tensor> gradients = torch.autograd.grad([sum], [_torchV, _torchC]);
        results?.Add("sum", sum);
        results?.Add("∂/∂v", gradients[0]);
        results?.Add("∂/∂c", gradients[1]);
    }
}
