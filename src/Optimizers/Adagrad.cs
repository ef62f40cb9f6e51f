using System.Globalization;
using System.Numerics;
using NormNet.Layers;

namespace NormNet.Optimizers;

/// <summary>Adagrad: steps scaled by the sum of all squared gradients so far, so that they only become smaller.</summary>
/// <remarks>
/// <para>g = ∂ℓ/∂w + λ·w; s = s + g², starting from s₀; w −= η/(1 + (t − 1)·κ) · g/(√s + ε), with t the number of the step from 1.</para>
/// <para>Duchi, Hazan &amp; Singer 2011, the diagonal form, as in PyTorch: ε outside the root, the decay as part of the gradient.</para>
/// </remarks>
public sealed class Adagrad<T> : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Adagrad for parameters.</summary>
    /// <param name="parameters">Parameters, or groups of them; each parameter once.</param>
    /// <param name="learningRate">η of groups without one of their own.</param>
    /// <param name="rateDecay">κ: how fast the rate falls by itself.</param>
    /// <param name="weightDecay">λ of groups without one of their own.</param>
    /// <param name="initialSum">s₀: where the sum of squares starts.</param>
    /// <param name="epsilon">ε: what the root of the sum is added to.</param>
    /// <exception cref="ArgumentException">There is no parameter, one is given twice, or a setting is out of its range.</exception>
    public Adagrad(
        IEnumerable<IParameterSet<T>> parameters,
        double learningRate = 1e-2,
        double rateDecay = 0,
        double weightDecay = 0,
        double initialSum = 0,
        double epsilon = 1e-10)
        : base(parameters, learningRate, weightDecay, "sum")
    {
        RateDecay = Setting.NotNegative<T>(rateDecay);
        InitialSum = Setting.NotNegative<T>(initialSum);
        Epsilon = Setting.NotNegative<T>(epsilon);
    }

    /// <summary>κ: how fast the rate falls by itself.</summary>
    public double RateDecay { get; }

    /// <summary>s₀: where the sum of squares starts; it enters at the first step.</summary>
    public double InitialSum { get; }

    /// <summary>ε: what the root of the sum is added to.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Adagrad(learningRate: {LearningRate}, rateDecay: {RateDecay}, weightDecay: {WeightDecay}, initialSum: {InitialSum}, "
        + $"epsilon: {Epsilon})");

    /// <inheritdoc/>
    protected override void Update(OptimizedParameter<T> optimized, double rate, double decay)
    {
        ArgumentNullException.ThrowIfNull(optimized);
        double fallen = rate / (1 + ((optimized.Steps - 1) * RateDecay)), added = optimized.Steps == 1 ? InitialSum : 0;
        FusedUpdate.Run(optimized, new AdagradRule<T>(fallen, added, Epsilon, decay));
    }
}
