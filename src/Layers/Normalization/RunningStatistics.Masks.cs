using NormNet.Tensors;

namespace NormNet.Layers;

/// <content>Batches whose statistics come from unequal numbers of values, as masks leave them.</content>
public sealed partial class RunningStatistics<T>
{
    /// <summary>Follows one batch; a channel without a value stays as it is, and a batch without any is none.</summary>
    /// <param name="means">As in the other method.</param>
    /// <param name="variances">As in the other method.</param>
    /// <param name="values">The number of values behind each.</param>
    internal void Update(ReadOnlySpan<T> means, ReadOnlySpan<T> variances, ReadOnlySpan<int> values)
    {
        if (IsEstimating)
            throw new NotSupportedException(
                "Statistics are estimated anew from whole batches: leave values out of a batch instead of masking them.");

        int most = 0;
        foreach (int count in values)
            most = Math.Max(most, count);
        if (most == 0)
            return;

        double weight = Rule.WeightOf(Batches);
        Tensor<T> mean = Follow(Mean, means, values, weight, unbiased: false);
        Replace(mean, Follow(Variance, variances, values, weight, Rule.Unbiased), weight, means, variances, most);
    }

    private static Tensor<T> Follow(Buffer<T> buffer, ReadOnlySpan<T> batch, ReadOnlySpan<int> values, double weight, bool unbiased)
    {
        var result = Tensor<T>.Uninitialized(buffer.Shape);
        ReadOnlySpan<T> old = buffer.Numbers;
        Span<T> updated = result.AsWritableSpan();
        old.CopyTo(updated);
        for (int c = 0; c < updated.Length; c++)
        {
            double sum = 0;
            int samples = 0;
            for (int i = c; i < batch.Length; i += updated.Length)
            {
                if (values[i] == 0)
                    continue;
                double correction = unbiased ? values[i] / (values[i] - 1.0) : 1;
                sum += correction * double.CreateTruncating(batch[i]);
                samples++;
            }

            if (samples > 0)
                updated[c] = T.CreateTruncating(((1 - weight) * double.CreateTruncating(old[c])) + (weight * sum / samples));
        }

        return result;
    }
}
