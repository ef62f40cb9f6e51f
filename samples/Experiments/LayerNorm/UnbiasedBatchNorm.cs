using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Samples.Experiments;

/// <summary>
/// Batch normalization by the unbiased variance in training, y = γ · (x − μ)/√(Σ(x − μ)²/(m − 1) + ε) + β, as the paper does at batch 4.
/// </summary>
/// <remarks>
/// x̂ of the biased variance times √((m − 1)/m), which is x̂ of the unbiased one but for ε. The running variance is unbiased anyway: so
/// training and evaluation divide by estimates of the same number, and with the biased one at m = 4 they would not.
/// </remarks>
internal sealed class UnbiasedBatchNorm : Layer<float>
{
    private readonly int _units;
    private readonly BatchNorm<float> _normalization;
    private readonly Parameter<float> _weight, _bias;

    internal UnbiasedBatchNorm(int units)
    {
        _units = units;
        _normalization = Register("normalization", new BatchNorm<float>(units, weight: false, bias: false));
        _weight = Register("weight", new Parameter<float>(Tensor<float>.Ones([units])));
        _bias = Register("bias", new Parameter<float>([units]));
    }

    public override bool IsNormalization => true;

    protected override Variable<float> ForwardCore(Variable<float> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        double values = input.Shape[0];
        Variable<float> normalized = _normalization.Forward(input);
        return ((IsTraining ? normalized * Math.Sqrt((values - 1) / values) : normalized) * _weight) + _bias;
    }

    protected override Module<float> CloneCore(ModuleCloner<float> cloner) => new UnbiasedBatchNorm(_units);
}
