using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>y = max(x, τ) with a learned τ for each channel: the unit that belongs behind <see cref="FilterResponseNorm{T}"/>.</summary>
/// <remarks>
/// <para>
/// Singh &amp; Krishnan 2020, eq. 3. Input (N, C, ...). Learned: τ (<c>tau</c>), (C), from 0 on, where the unit is ReLU. No buffers:
/// training and evaluation are the same. Where x = τ each gets half of the gradient.
/// </para>
/// <example>(−2, −0.5, 1) with τ = −1 becomes (−1, −0.5, 1): max(x, τ) = ReLU(x − τ) + τ.</example>
/// </remarks>
public sealed class ThresholdedLinearUnit<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Parameter<T> _threshold;

    /// <summary>A thresholded linear unit.</summary>
    /// <param name="channels">C, the extent of axis 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no channel.</exception>
    public ThresholdedLinearUnit(int channels) => _threshold = Register("tau", new Parameter<T>([AtLeast.One(channels)]));

    /// <summary>τ, (C).</summary>
    public Parameter<T> Threshold => Initialized(_threshold);

    /// <inheritdoc/>
    public override bool IsNormalization => true;

    /// <inheritdoc/>
    public override string ToString() => $"ThresholdedLinearUnit({_threshold.Shape[0]})";

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Maximum(_threshold.AlongChannels(this, input.Shape));
    }

    /// <inheritdoc/>
    protected override void OnInitialize(Generator generator) => _threshold.Value.AsWritableSpan().Clear();

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new ThresholdedLinearUnit<T>(_threshold.Shape[0]);
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="ThresholdedLinearUnit{T}"/>
    /// <inheritdoc cref="ThresholdedLinearUnit{T}.ThresholdedLinearUnit(int)" path="/param"/>
    public static ThresholdedLinearUnit<T> ThresholdedLinearUnit(int channels) => new(channels);
}
