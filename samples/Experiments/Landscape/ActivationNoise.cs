using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Samples.Experiments;

/// <summary>Noise on a layer's output whose distribution is another one at every step: y = s·x + m.</summary>
/// <remarks>
/// Santurkar et al. 2018, §2.1, disturb each activation of each sample so, with a mean that is not zero, a variance that is not one, and a
/// distribution that changes at every step. Here each unit draws a mean μ from ±0.5 and a deviation σ from 1 to 1.25 at every step, and
/// each sample then draws m from μ ± 0.1 and s from a normal distribution around σ with deviation 0.1.
/// </remarks>
/// <param name="generator">What is drawn from.</param>
internal sealed class ActivationNoise(Generator generator)
{
    private const double MeanBound = 0.5, DeviationBound = 1.25, MeanSpread = 0.1, DeviationSpread = 0.1;

    private (Tensor<float> Scale, Tensor<float> Shift)? _held;

    /// <summary>Keeps one draw from its first use on, as several points of one landscape want it, or draws anew each time.</summary>
    public bool IsHeld
    {
        get;
        set
        {
            field = value;
            _held = null;
        }
    }

    /// <summary>Whether anything is disturbed at all.</summary>
    public bool IsOn { get; set; } = true;

    /// <summary>Disturbs values of shape (samples, units).</summary>
    public Variable<float> Disturb(Variable<float> x)
    {
        if (!IsOn)
            return x;
        (Tensor<float> scale, Tensor<float> shift) = _held is { } held && held.Scale.Shape == x.Shape ? held : Draw(x.Shape);
        if (IsHeld)
            _held = (scale, shift);
        return (x * scale) + shift;
    }

    private (Tensor<float> Scale, Tensor<float> Shift) Draw(Shape shape)
    {
        Shape units = [1, shape[1]];
        Tensor<float> deviations = generator.Uniform<float>(units, 1, DeviationBound);
        Tensor<float> means = generator.Uniform<float>(units, -MeanBound, MeanBound);
        return (
            generator.Normal<float>(shape, 0, DeviationSpread) + deviations,
            generator.Uniform<float>(shape, -MeanSpread, MeanSpread) + means);
    }
}
