using System.Globalization;
using System.Numerics;
using NormNet.Layers;

namespace NormNet.Optimizers;

/// <summary>RMSProp: steps scaled by a running mean of the gradient's square.</summary>
/// <remarks>
/// <para>
/// g = ∂ℓ/∂w + λ·w; v = α·v + (1 − α)·g²; with centring a = α·a + (1 − α)·g and r = v − a², otherwise r = v; s = g/(√r + ε);
/// b = μ·b + s; w −= η·b.
/// </para>
/// <para>
/// Tieleman &amp; Hinton 2012, lecture 6.5, and Graves 2013, eq. 38–45, for the centred form; both in PyTorch's form: ε outside the root.
/// Where gradients hardly change, v − a² is rounding alone and may be negative: it then counts as 0.
/// </para>
/// </remarks>
public sealed class RmsProp<T> : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>RMSProp for parameters.</summary>
    /// <param name="parameters">Parameters, or groups of them; each parameter once.</param>
    /// <param name="learningRate">η of groups without one of their own.</param>
    /// <param name="alpha">α: how much of the running means is kept.</param>
    /// <param name="epsilon">ε: what the root is added to.</param>
    /// <param name="weightDecay">λ of groups without one of their own.</param>
    /// <param name="momentum">μ, from 0 up to, but not including, 1.</param>
    /// <param name="centered">Whether the gradient's variance is used instead of its mean square.</param>
    /// <exception cref="ArgumentException">There is no parameter, one is given twice, or a setting is out of its range.</exception>
    public RmsProp(
        IEnumerable<IParameterSet<T>> parameters,
        double learningRate = 1e-2,
        double alpha = 0.99,
        double epsilon = 1e-8,
        double weightDecay = 0,
        double momentum = 0,
        bool centered = false)
        : base(
            parameters,
            learningRate,
            weightDecay,
            Moments(centered, momentum > 0))
    {
        Alpha = Setting.Fraction(alpha);
        Epsilon = Setting.NotNegative<T>(epsilon);
        Momentum = Setting.Fraction(momentum);
        IsCentered = centered;
    }

    /// <summary>α: how much of the running means is kept.</summary>
    public double Alpha { get; }

    /// <summary>ε: what the root is added to.</summary>
    public double Epsilon { get; }

    /// <summary>μ: how much of the previous step is kept.</summary>
    public double Momentum { get; }

    /// <summary>Whether the gradient's variance is used instead of its mean square.</summary>
    public bool IsCentered { get; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"RmsProp(learningRate: {LearningRate}, alpha: {Alpha}, epsilon: {Epsilon}, weightDecay: {WeightDecay}, momentum: {Momentum}, "
        + $"centered: {IsCentered})");

    /// <inheritdoc/>
    protected override void Update(OptimizedParameter<T> optimized, double rate, double decay) =>
        FusedUpdate.Run(optimized, new RmsPropRule<T>(rate, Alpha, Epsilon, decay, Momentum, IsCentered));

    private static string[] Moments(bool centered, bool momentum) =>
    [
        "square_avg", .. centered ? ["grad_avg"] : Array.Empty<string>(), .. momentum ? ["momentum_buffer"] : Array.Empty<string>(),
    ];
}
