using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Peers;

/// <summary>A configuration by NormNet's layer, in float.</summary>
internal static class FamilyByNormNet
{
    internal static FamilyResult Compute(FamilyCase family)
    {
        NormalizationLayer<float> layer = LayerOf(family);
        layer.Implementation = family.Composed ? NormalizationImplementation.Composed : NormalizationImplementation.Fused;
        Fill(layer.Weight, family.Weight);
        Fill(layer.Bias, family.Bias);
        RunningStatistics<float>? running = (layer as RunningNormalizationLayer<float>)?.Running;
        if (running is not null)
            (running.Mean.Value, running.Variance.Value) = (family.RunningMean!.Clone(), family.RunningVariance!.Clone());
        if (family.Mode == FamilyMode.Eval)
            layer.Eval();
        else if (family.Mode == FamilyMode.Frozen)
            ((RunningNormalizationLayer<float>)layer).Freeze();

        using var tape = Tape<float>.Record();
        Variable<float> x = tape.Input(family.X), y = layer.Forward(x);
        Variable<float>[] inputs = [.. new[] { x, layer.Weight, layer.Bias }.OfType<Variable<float>>()];
        Variable<float>[] gradients = tape.Gradients(y, inputs, family.Upstream);
        return new FamilyResult(FamilyResult.Copy(y.Value), FamilyResult.Copy(gradients[0].Value))
        {
            WeightGradient = layer.Weight is null ? null : FamilyResult.Copy(gradients[1].Value),
            BiasGradient = layer.Bias is null ? null : FamilyResult.Copy(gradients[^1].Value),
            RunningMean = running is null ? null : FamilyResult.Copy(running.Mean.Value),
            RunningVariance = running is null ? null : FamilyResult.Copy(running.Variance.Value),
        };
    }

    private static NormalizationLayer<float> LayerOf(FamilyCase family)
    {
        (bool weight, bool bias) = (family.Weight is not null, family.Bias is not null);
        RunningRule? rule = family.RunningMean is null ? null : RunningStatistics.PyTorch(family.Momentum);
        return family.Member switch
        {
            FamilyMember.Batch => new BatchNorm<float>(family.Shape[1], family.Epsilon, rule, weight, bias),
            FamilyMember.Instance => new InstanceNorm<float>(family.Shape[1], family.Epsilon, weight, bias, rule),
            FamilyMember.Group => new GroupNorm<float>(family.Groups, family.Shape[1], family.Epsilon, weight, bias),
            FamilyMember.Layer => new LayerNorm<float>(family.AffineShape, family.Epsilon, weight, bias),
            _ => new RmsNorm<float>(family.AffineShape, family.Epsilon, weight),
        };
    }

    private static void Fill(Parameter<float>? parameter, Tensor<float>? values)
    {
        if (values is not null)
            parameter!.Value.CopyFrom(values);
    }
}
