using System.Numerics;
using NormNet.Layers;

namespace NormNet.Optimizers;

/// <summary>Adam with decoupled decay: before each step w is multiplied by 1 − η·λ, and the gradient is left alone.</summary>
/// <remarks>Loshchilov &amp; Hutter 2019, algorithm 2, in PyTorch's form: the rate multiplies the decay too.</remarks>
public sealed class AdamW<T> : Adam<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>AdamW for parameters, or groups such as those of <see cref="ParameterGroup{T}.SplitForDecay"/>.</summary>
    /// <inheritdoc cref="Adam{T}.Adam(IEnumerable{IParameterSet{T}}, double, double, double, double, double)"/>
    public AdamW(
        IEnumerable<IParameterSet<T>> parameters,
        double learningRate = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0.01)
        : base(parameters, learningRate, beta1, beta2, epsilon, weightDecay, decoupled: true)
    {
    }
}
