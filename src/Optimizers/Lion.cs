using System.Globalization;
using System.Numerics;
using NormNet.Layers;

namespace NormNet.Optimizers;

/// <summary>Lion: every weight moves by the rate, in the direction of the sign of a momentum; the decay is decoupled.</summary>
/// <remarks>
/// <para>c = β₁·m + (1 − β₁)·g; w −= η·(sign(c) + λ·w); m = β₂·m + (1 − β₂)·g, with g = ∂ℓ/∂w and sign(0) = 0.</para>
/// <para>
/// Chen et al. 2023, "Symbolic Discovery of Optimization Algorithms", algorithm 2. The steps are longer than Adam's: the paper takes a
/// rate 3 to 10 times smaller and a decay as many times larger.
/// </para>
/// </remarks>
public sealed class Lion<T> : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Lion for parameters.</summary>
    /// <param name="parameters">Parameters, or groups of them; each parameter once.</param>
    /// <param name="learningRate">η of groups without one of their own.</param>
    /// <param name="beta1">β₁: how much of the momentum is in the direction of a step.</param>
    /// <param name="beta2">β₂: how much of the momentum is kept.</param>
    /// <param name="weightDecay">λ of groups without one of their own.</param>
    /// <exception cref="ArgumentException">There is no parameter, one is given twice, or a setting is out of its range.</exception>
    public Lion(
        IEnumerable<IParameterSet<T>> parameters,
        double learningRate = 1e-4,
        double beta1 = 0.9,
        double beta2 = 0.99,
        double weightDecay = 0)
        : base(parameters, learningRate, weightDecay, "exp_avg")
    {
        Beta1 = Setting.Fraction(beta1);
        Beta2 = Setting.Fraction(beta2);
    }

    /// <summary>β₁: how much of the momentum is in the direction of a step.</summary>
    public double Beta1 { get; }

    /// <summary>β₂: how much of the momentum is kept.</summary>
    public double Beta2 { get; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Lion(learningRate: {LearningRate}, beta1: {Beta1}, beta2: {Beta2}, weightDecay: {WeightDecay})");

    /// <inheritdoc/>
    protected override void Update(OptimizedParameter<T> optimized, double rate, double decay) =>
        FusedUpdate.Run(optimized, new LionRule<T>(Beta1, Beta2, rate, kept: 1 - (rate * decay)));
}
