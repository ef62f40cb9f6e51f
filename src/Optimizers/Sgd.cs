using System.Globalization;
using System.Numerics;
using NormNet.Layers;

namespace NormNet.Optimizers;

/// <summary>Stochastic gradient descent, with momentum where asked for.</summary>
/// <remarks>
/// <para>g = ∂ℓ/∂w + λ·w; b = μ·b + (1 − δ)·g, starting from b = g; w −= η·b, or with Nesterov's variant w −= η·(g + μ·b).</para>
/// <para>Sutskever et al. 2013, in PyTorch's form: the rate multiplies the buffer, so that changing it acts at once.</para>
/// </remarks>
public sealed class Sgd<T> : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Descent for parameters.</summary>
    /// <param name="parameters">Parameters, or groups of them; each parameter once.</param>
    /// <param name="learningRate">η of groups without one of their own.</param>
    /// <param name="momentum">μ, from 0 up to, but not including, 1.</param>
    /// <param name="nesterov">Whether a step looks ahead by the momentum.</param>
    /// <param name="weightDecay">λ of groups without one of their own.</param>
    /// <param name="dampening">δ: how much less than 1 the gradient weighs in the buffer after the first step.</param>
    /// <exception cref="ArgumentException">
    /// There is no parameter, one is given twice, a setting is out of its range, Nesterov's variant has no momentum or is
    /// dampened, or there is no momentum to dampen.
    /// </exception>
    public Sgd(
        IEnumerable<IParameterSet<T>> parameters,
        double learningRate,
        double momentum = 0,
        bool nesterov = false,
        double weightDecay = 0,
        double dampening = 0)
        : base(parameters, learningRate, weightDecay, momentum > 0 ? ["momentum_buffer"] : [])
    {
        Momentum = Setting.Fraction(momentum);
        if (nesterov && momentum == 0)
            throw new ArgumentException("Sgd: Nesterov's variant looks ahead by the momentum, which is 0.", nameof(nesterov));
        Dampening = Setting.Fraction(dampening);
        if (dampening > 0 && (nesterov || momentum == 0))
        {
            throw new ArgumentException(
                "Sgd: dampening acts on a momentum above 0, and Nesterov's variant is defined without it.", nameof(dampening));
        }

        Nesterov = nesterov;
    }

    /// <summary>μ: how much of the previous step is kept.</summary>
    public double Momentum { get; }

    /// <summary>Whether a step looks ahead by the momentum.</summary>
    public bool Nesterov { get; }

    /// <summary>δ: how much less than 1 the gradient weighs in the buffer after the first step.</summary>
    public double Dampening { get; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Sgd(learningRate: {LearningRate}, momentum: {Momentum}, nesterov: {Nesterov}, weightDecay: {WeightDecay}"
        + $"{(Dampening > 0 ? $", dampening: {Dampening.ToString(CultureInfo.InvariantCulture)}" : "")})");

    /// <inheritdoc/>
    protected override void Update(OptimizedParameter<T> optimized, double rate, double decay)
    {
        if (Momentum > 0)
            FusedUpdate.Run(optimized, new MomentumRule<T>(rate, Momentum, optimized.Steps == 1 ? 1 : 1 - Dampening, Nesterov, decay));
        else
            FusedUpdate.Run(optimized, new DescentRule<T>(rate, decay));
    }
}
