using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <content>Inputs of which some values do not count, such as sequences of different length in one batch.</content>
public abstract partial class NormalizationLayer<T>
{
    /// <summary>Applies the layer to the values that a mask lets count: the others are in no statistic and in no gradient, and come out as
    /// 0.</summary>
    /// <param name="input">The input; where the mask is 0 it may hold anything, NaN too.</param>
    /// <param name="mask">1 for values that count, 0 for others; it broadcasts to the input, such as (N, 1, L) for sequences (N, C,
    /// L).</param>
    /// <remarks>
    /// <para>
    /// With k the mask and m = Σk over the values that share a statistic: μ = Σkx/m, σ² = Σk(x − μ)²/m, y = k · (γ · (x − μ)/√(σ² + ε) +
    /// β). That is
    /// the layer applied to the values that count alone, in evaluation and with frozen statistics too. A statistic whose values are all
    /// left out is none: its outputs are 0. Of one value a mean and a variance are an error, as without a mask.
    /// </para>
    /// <para>
    /// Running statistics follow with each channel's own m in the unbiased variance, and with the rule's weight whatever m is, as for a
    /// short
    /// last batch. A channel that is left out altogether keeps its numbers; a batch that is does not count.
    /// </para>
    /// <para>
    /// One fused operation where each statistic has all its values or none, such as whole rows of layer normalization; else single
    /// operations, whatever <see cref="Implementation"/> says. Keras divides by m + 1e-7, which for few values is another variance.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The mask does not broadcast to the input or holds another number than 0 and 1, or one value alone is to be centred; nothing is
    /// changed then.
    /// </exception>
    /// <exception cref="NotSupportedException">The layer shares its statistics in a way that no mask is defined for.</exception>
    public Variable<T> Forward(Variable<T> input, Tensor<T> mask)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!TakesMasks)
            throw new NotSupportedException($"{this} takes no mask: leave the values out of the batch instead.");

        using (EnterName())
        {
            NormalizationPlan plan = PlanOf(input.Shape);
            var kept = new NormalizationMask<T>(plan, mask);
            return kept.Keep(NormalizeMasked(plan, kept.Keep(input), kept));
        }
    }

    /// <summary>Whether <see cref="Forward(Variable{T}, Tensor{T})"/> is defined.</summary>
    private protected virtual bool TakesMasks => false;

    /// <summary>Normalizes an input whose values count where the mask says so and are 0 elsewhere.</summary>
    private protected virtual Variable<T> NormalizeMasked(NormalizationPlan plan, Variable<T> input, NormalizationMask<T> mask) =>
        NormalizeByOwnStatistics(plan, input, mask, observe: null);

    /// <summary>Normalizes by the statistics of the values that count.</summary>
    private protected Variable<T> NormalizeByOwnStatistics(
        NormalizationPlan plan, Variable<T> input, NormalizationMask<T> mask, StatisticsObserver<T>? observe)
    {
        RequireEnoughValues(plan, plan.ValuesPerStatistic);
        if (mask.Values.Contains(1))
            RequireEnoughValues(plan, 1);
        return mask.IsWhole && Implementation == NormalizationImplementation.Fused
            ? NormalizeByOwnStatistics(plan, input, observe)
            : ComposedNormalization<T>.Apply(plan, input, mask, _weight, _bias, observe);
    }
}
