using System.Globalization;
using System.Numerics;
using NormNet.Layers;

namespace NormNet.Optimizers;

/// <summary>NAdam: Adam that looks ahead by its momentum, as Nesterov's descent does.</summary>
/// <remarks>
/// <para>
/// g = ∂ℓ/∂w + λ·w; m = β₁·m + (1 − β₁)·g; v = β₂·v + (1 − β₂)·g²; μₜ = β₁·(1 − ½·0.96^(t·ψ));
/// w −= η · (μₜ₊₁·m/(1 − Π μ₁…μₜ₊₁) + (1 − μₜ)·g/(1 − Π μ₁…μₜ)) / (√(v/(1 − β₂ᵗ)) + ε).
/// </para>
/// <para>Dozat 2016, with the momentum's schedule of its section on the warm start, in PyTorch's form.</para>
/// </remarks>
public sealed class NAdam<T> : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // From here on 1 − Π μ rounds to 1 in double: longer products change nothing.
    private const double Negligible = 1.0 / (1L << 54);

    // Π μ₁…μₜ for t = 0, 1, ...: functions of the settings, so no part of the state.
    private readonly List<double> _products = [1];

    /// <summary>NAdam for parameters.</summary>
    /// <param name="parameters">Parameters, or groups of them; each parameter once.</param>
    /// <param name="learningRate">η of groups without one of their own.</param>
    /// <param name="beta1">β₁: how much of the mean gradient is kept.</param>
    /// <param name="beta2">β₂: how much of the mean square is kept.</param>
    /// <param name="epsilon">ε: what the root of the mean square is added to.</param>
    /// <param name="weightDecay">λ of groups without one of their own.</param>
    /// <param name="momentumDecay">ψ: how fast the look ahead grows from half of β₁ to β₁.</param>
    /// <exception cref="ArgumentException">There is no parameter, one is given twice, or a setting is out of its range.</exception>
    public NAdam(
        IEnumerable<IParameterSet<T>> parameters,
        double learningRate = 2e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0,
        double momentumDecay = 4e-3)
        : base(parameters, learningRate, weightDecay, "exp_avg", "exp_avg_sq")
    {
        Beta1 = Setting.Fraction(beta1);
        Beta2 = Setting.Fraction(beta2);
        Epsilon = Setting.NotNegative<T>(epsilon);
        MomentumDecay = Setting.NotNegative<T>(momentumDecay);
    }

    /// <summary>β₁: how much of the mean gradient is kept.</summary>
    public double Beta1 { get; }

    /// <summary>β₂: how much of the mean square is kept.</summary>
    public double Beta2 { get; }

    /// <summary>ε: what the root of the mean square is added to.</summary>
    public double Epsilon { get; }

    /// <summary>ψ: how fast the look ahead grows from half of β₁ to β₁.</summary>
    public double MomentumDecay { get; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"NAdam(learningRate: {LearningRate}, beta1: {Beta1}, beta2: {Beta2}, epsilon: {Epsilon}, weightDecay: {WeightDecay}, "
        + $"momentumDecay: {MomentumDecay})");

    /// <inheritdoc/>
    protected override void Update(OptimizedParameter<T> optimized, double rate, double decay)
    {
        ArgumentNullException.ThrowIfNull(optimized);
        long step = optimized.Steps;
        FusedUpdate.Run(
            optimized,
            new NAdamRule<T>(
                Beta1,
                Beta2,
                Epsilon,
                meanRate: rate * Momentum(step + 1) / (1 - Product(step + 1)),
                gradientRate: rate * (1 - Momentum(step)) / (1 - Product(step)),
                rootScale: 1 / Math.Sqrt(1 - Math.Pow(Beta2, step)),
                decay));
    }

    private double Momentum(long step) => Beta1 * (1 - (0.5 * Math.Pow(0.96, step * MomentumDecay)));

    private double Product(long step)
    {
        while (_products.Count <= step && _products[^1] > Negligible)
            _products.Add(_products[^1] * Momentum(_products.Count));
        return _products[(int)Math.Min(step, _products.Count - 1)];
    }
}
