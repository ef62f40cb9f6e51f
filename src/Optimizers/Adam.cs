using System.Globalization;
using System.Numerics;
using NormNet.Layers;

namespace NormNet.Optimizers;

/// <summary>Adam: steps scaled by running means of the gradient and of its square.</summary>
/// <remarks>
/// <para>
/// g = ∂ℓ/∂w + λ·w; m = β₁·m + (1 − β₁)·g; v = β₂·v + (1 − β₂)·g²; w −= η · m̂ / (√v̂ + ε), with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ).
/// </para>
/// <para>Kingma &amp; Ba 2015, algorithm 1, in PyTorch's form: ε outside the root, the decay as part of the gradient.</para>
/// </remarks>
public class Adam<T> : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool _decoupled;

    /// <summary>Adam for parameters.</summary>
    /// <param name="parameters">Parameters, or groups of them; each parameter once.</param>
    /// <param name="learningRate">η of groups without one of their own.</param>
    /// <param name="beta1">β₁: how much of the mean gradient is kept.</param>
    /// <param name="beta2">β₂: how much of the mean square is kept.</param>
    /// <param name="epsilon">ε: what the root of the mean square is added to.</param>
    /// <param name="weightDecay">λ of groups without one of their own.</param>
    /// <exception cref="ArgumentException">There is no parameter, one is given twice, or a setting is out of its range.</exception>
    public Adam(
        IEnumerable<IParameterSet<T>> parameters,
        double learningRate = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0)
        : this(parameters, learningRate, beta1, beta2, epsilon, weightDecay, decoupled: false)
    {
    }

    private protected Adam(
        IEnumerable<IParameterSet<T>> parameters,
        double learningRate,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        bool decoupled)
        : base(parameters, learningRate, weightDecay, "exp_avg", "exp_avg_sq")
    {
        Beta1 = Setting.Fraction(beta1);
        Beta2 = Setting.Fraction(beta2);
        Epsilon = Setting.NotNegative<T>(epsilon);
        _decoupled = decoupled;
    }

    /// <summary>β₁: how much of the mean gradient is kept.</summary>
    public double Beta1 { get; }

    /// <summary>β₂: how much of the mean square is kept.</summary>
    public double Beta2 { get; }

    /// <summary>ε: what the root of the mean square is added to.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(_decoupled ? "AdamW" : "Adam")}(learningRate: {LearningRate}, beta1: {Beta1}, beta2: {Beta2}, epsilon: {Epsilon}, "
        + $"weightDecay: {WeightDecay})");

    /// <inheritdoc/>
    protected override void Update(OptimizedParameter<T> optimized, double rate, double decay)
    {
        ArgumentNullException.ThrowIfNull(optimized);
        double meanCorrection = 1 - Math.Pow(Beta1, optimized.Steps), squareCorrection = 1 - Math.Pow(Beta2, optimized.Steps);
        FusedUpdate.Run(
            optimized,
            new AdamRule<T>(
                Beta1,
                Beta2,
                Epsilon,
                rate: rate / meanCorrection,
                rootScale: 1 / Math.Sqrt(squareCorrection),
                decay: _decoupled ? 0 : decay,
                kept: _decoupled ? 1 - (rate * decay) : 1));
    }
}
