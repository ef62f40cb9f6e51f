using System.Globalization;
using System.Numerics;
using NormNet.Layers;

namespace NormNet.Optimizers;

/// <summary>Stochastic gradient descent, with momentum where asked for.</summary>
/// <remarks>
/// <para>g = ∂ℓ/∂w + λ·w; b = μ·b + g, starting from b = g; w −= η·b, or with Nesterov's variant w −= η·(g + μ·b).</para>
/// <para>Sutskever et al. 2013, in PyTorch's form: the rate multiplies the buffer, so that changing it acts at once.</para>
/// </remarks>
public sealed class Sgd<T> : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Descent for parameters in one group.</summary>
    /// <inheritdoc cref="Sgd{T}.Sgd(IEnumerable{ParameterGroup{T}}, double, double, bool, double)"/>
    public Sgd(
        IEnumerable<Parameter<T>> parameters,
        double learningRate,
        double momentum = 0,
        bool nesterov = false,
        double weightDecay = 0)
        : this(OneGroup(parameters), learningRate, momentum, nesterov, weightDecay)
    {
    }

    /// <summary>Descent for parameters in groups.</summary>
    /// <param name="groups">The parameters, each in one group only.</param>
    /// <param name="learningRate">η of groups without one of their own.</param>
    /// <param name="momentum">μ, from 0 up to, but not including, 1.</param>
    /// <param name="nesterov">Whether a step looks ahead by the momentum.</param>
    /// <param name="weightDecay">λ of groups without one of their own.</param>
    /// <exception cref="ArgumentException">
    /// There is no parameter, one is given twice, a setting is out of its range, or Nesterov's variant has no momentum.
    /// </exception>
    public Sgd(
        IEnumerable<ParameterGroup<T>> groups,
        double learningRate,
        double momentum = 0,
        bool nesterov = false,
        double weightDecay = 0)
        : base(groups, learningRate, weightDecay, momentum > 0 ? ["momentum_buffer"] : [])
    {
        Momentum = Setting.Fraction(momentum);
        if (nesterov && momentum == 0)
            throw new ArgumentException("Sgd: Nesterov's variant looks ahead by the momentum, which is 0.", nameof(nesterov));
        Nesterov = nesterov;
    }

    /// <summary>μ: how much of the previous step is kept.</summary>
    public double Momentum { get; }

    /// <summary>Whether a step looks ahead by the momentum.</summary>
    public bool Nesterov { get; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Sgd(learningRate: {LearningRate}, momentum: {Momentum}, nesterov: {Nesterov}, weightDecay: {WeightDecay})");

    /// <inheritdoc/>
    protected override void Update(OptimizedParameter<T> optimized, double rate, double decay)
    {
        if (Momentum > 0)
            FusedUpdate.Run(optimized, new MomentumRule<T>(rate, Momentum, Nesterov, decay));
        else
            FusedUpdate.Run(optimized, new DescentRule<T>(rate, decay));
    }
}
