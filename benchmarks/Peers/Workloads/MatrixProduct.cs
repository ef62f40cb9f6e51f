using NormNet.Tensors;
using TorchSharp;

namespace NormNet.Peers;

/// <summary>The product of two square matrices.</summary>
internal sealed class MatrixProduct : Workload
{
    private readonly Tensor<float> _a;
    private readonly Tensor<float> _b;
    private readonly torch.Tensor _torchA;
    private readonly torch.Tensor _torchB;

    internal MatrixProduct(int size)
        : base(Work.MultiplyAdds(Math.Pow(size, 3)))
    {
        var generator = new Generator(seed: 1);
        _a = generator.Normal<float>([size, size]);
        _b = generator.Normal<float>([size, size]);
        (_torchA, _torchB) = (Torch.From(_a), Torch.From(_b));
    }

    public override void Dispose()
    {
        _torchA.Dispose();
        _torchB.Dispose();
    }

    protected override void RunNormNet(Results? results)
    {
        Tensor<float> c = _a.MatMul(_b);
        results?.Add("c", c);
        Tensor<float>.Return(c);
    }

    protected override void RunTorch(Results? results)
    {
        using torch.Tensor c = torch.matmul(_torchA, _torchB);
        results?.Add("c", c);
    }
}
