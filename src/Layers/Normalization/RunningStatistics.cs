using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>
/// Rules for running statistics: the two there are, and the conventions of other frameworks, each with its own meaning of momentum.
/// </summary>
/// <remarks>
/// For x = 1, 2, 3, 4, an old variance of 1 and a weight of 0.1 for the new batch, PyTorch keeps 1.0667 (unbiased) and the others
/// 1.025 (biased).
/// </remarks>
public static class RunningStatistics
{
    /// <summary>new = (1 − momentum) · old + momentum · batch.</summary>
    /// <param name="momentum">The weight of the new batch.</param>
    /// <param name="unbiased">Whether the kept variance is divided by m − 1 instead of m.</param>
    public static RunningRule Exponential(double momentum = 0.1, bool unbiased = true) => new(momentum, unbiased);

    /// <summary>The average over all batches: after k batches each has weight 1/k.</summary>
    /// <param name="unbiased">Whether the kept variance is divided by m − 1 instead of m.</param>
    public static RunningRule Cumulative(bool unbiased = true) => new(null, unbiased);

    /// <summary>As in PyTorch and Flux: unbiased variance, ε = 1e-5.</summary>
    /// <param name="momentum">The weight of the new batch; null for the cumulative average.</param>
    public static RunningRule PyTorch(double? momentum = 0.1) => new(momentum, Unbiased: true, Epsilon: 1e-5);

    /// <summary>As in Keras: biased variance, ε = 1e-3.</summary>
    /// <param name="momentum">The weight of the old value.</param>
    public static RunningRule Keras(double momentum = 0.99) => OfOldWeight(momentum, epsilon: 1e-3);

    /// <summary>As in Flax: biased variance, ε = 1e-5.</summary>
    /// <param name="momentum">The weight of the old value.</param>
    public static RunningRule Flax(double momentum = 0.99) => OfOldWeight(momentum, epsilon: 1e-5);

    /// <summary>As ONNX's BatchNormalization in training mode: biased variance, ε = 1e-5.</summary>
    /// <param name="momentum">The weight of the old value.</param>
    public static RunningRule Onnx(double momentum = 0.9) => OfOldWeight(momentum, epsilon: 1e-5);

    /// <summary>As in the course CS231n's assignments: biased variance, ε = 1e-5.</summary>
    /// <param name="momentum">The weight of the old value.</param>
    public static RunningRule Cs231n(double momentum = 0.9) => OfOldWeight(momentum, epsilon: 1e-5);

    private static RunningRule OfOldWeight(double momentum, double epsilon) => momentum is >= 0 and <= 1
        ? new(1 - momentum, Unbiased: false, epsilon)
        : throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "The weight of the old value is a number from 0 to 1.");
}

/// <summary>
/// Estimates of the population's mean and variance, one for each channel, that follow the batches by a <see cref="RunningRule"/>.
/// </summary>
/// <remarks>
/// They start at mean 0 and variance 1. An update replaces the buffers' tensors: a tape that saw the old ones keeps them.
/// </remarks>
public sealed partial class RunningStatistics<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private PopulationEstimate<T>? _estimate;

    internal RunningStatistics(int channels, RunningRule rule)
    {
        Rule = rule;
        Mean = new Buffer<T>(Tensor<T>.Zeros([channels]));
        Variance = new Buffer<T>(Tensor<T>.Ones([channels]));
    }

    /// <summary>How they follow the batches.</summary>
    public RunningRule Rule { get; }

    /// <summary>The means, (channels).</summary>
    public Buffer<T> Mean { get; }

    /// <summary>The variances, (channels).</summary>
    public Buffer<T> Variance { get; }

    /// <summary>How many batches they have followed; part of the state as <c>num_batches_tracked</c>.</summary>
    public long Batches => Counter.Value;

    /// <summary>How many batches were left out because a number would not have been finite.</summary>
    /// <remarks>
    /// A remark about this run and not part of the state: nothing computes with it, and PyTorch's strict loading refuses a name it does not
    /// know. A clone and a loaded model start at 0.
    /// </remarks>
    public long SkippedBatches { get; private set; }

    /// <summary>Raised after each batch, with the numbers before and after; for a batch that was left out too.</summary>
    public event Action<RunningUpdate<T>>? Updated;

    internal Counter Counter { get; } = new();

    /// <summary>Whether batches are gathered for an estimate of the population, and neither followed nor told of.</summary>
    internal bool IsEstimating => _estimate is not null;

    /// <summary>Back to mean 0 and variance 1, no batch seen.</summary>
    public void Reset()
    {
        Mean.Value = Tensor<T>.Zeros(Mean.Value.Shape);
        Variance.Value = Tensor<T>.Ones(Variance.Value.Shape);
        Counter.Value = 0;
        SkippedBatches = 0;
    }

    /// <summary>Follows one batch.</summary>
    /// <param name="means">The batch's means: one for each channel, or for each sample and channel, which are then averaged.</param>
    /// <param name="variances">Its biased variances, in the same order.</param>
    /// <param name="valuesPerStatistic">The number m of values behind each.</param>
    /// <exception cref="ArgumentException">The counts do not fit the channels.</exception>
    public void Update(ReadOnlySpan<T> means, ReadOnlySpan<T> variances, int valuesPerStatistic)
    {
        int channels = Mean.Shape.Count;
        if (means.Length != variances.Length || means.Length % channels != 0)
            throw new ArgumentException(
                $"Running statistics of {channels} channels cannot follow {means.Length} means and {variances.Length} variances.");
        if (means.IsEmpty)
            return;

        if (_estimate is not null)
        {
            _estimate.Add(means, variances, valuesPerStatistic, Rule.SkipsNonFinite);
            return;
        }

        double weight = Rule.WeightOf(Batches);
        double correction = Rule.Unbiased ? valuesPerStatistic / (valuesPerStatistic - 1.0) : 1;
        Tensor<T> mean = Follow(Mean, means, weight, 1), variance = Follow(Variance, variances, weight, correction);
        Replace(mean, variance, weight, means, variances, valuesPerStatistic);
    }

    private void Replace(
        Tensor<T> mean, Tensor<T> variance, double weight, ReadOnlySpan<T> means, ReadOnlySpan<T> variances, int valuesPerStatistic)
    {
        Action<RunningUpdate<T>>? updated = Updated;
        (Tensor<T> Mean, Tensor<T> Variance)? before = updated is null ? null : (Mean.Value, Variance.Value);
        bool skipped = Rule.SkipsNonFinite && !(AreFinite(mean) && AreFinite(variance));
        if (skipped)
        {
            Tensor<T>.Return(mean);
            Tensor<T>.Return(variance);
            SkippedBatches++;
        }
        else
        {
            Mean.Replace(mean);
            Variance.Replace(variance);
            Counter.Value++;
        }

        if (before is { } seen)
        {
            updated!(new RunningUpdate<T>(
                Rule, weight, valuesPerStatistic, means.ToArray(), variances.ToArray(), seen.Mean, seen.Variance, Mean.Value,
                Variance.Value, skipped));
        }
    }

    internal PopulationEstimate<T> StartEstimate() => _estimate = new PopulationEstimate<T>(Mean.Value.Count);

    internal void EndEstimate() => _estimate = null;

    /// <summary>Replaces the numbers by those of the population; without any batch they stay.</summary>
    internal void TakeOver(PopulationEstimate<T> estimate, PopulationVariance variance)
    {
        if (!estimate.IsEmpty)
            (Mean.Value, Variance.Value) = (estimate.Mean(), estimate.Variance(variance, Rule.Unbiased));
    }

    /// <summary>The rule, and how many batches were seen.</summary>
    public override string ToString() => $"{Rule}, {Batches} batches{(SkippedBatches > 0 ? $", {SkippedBatches} skipped" : "")}";

    private static bool AreFinite(Tensor<T> tensor)
    {
        foreach (T value in tensor.AsSpan())
        {
            if (!T.IsFinite(value))
                return false;
        }

        return true;
    }

    private static Tensor<T> Follow(Buffer<T> buffer, ReadOnlySpan<T> batch, double weight, double correction)
    {
        var result = Tensor<T>.Uninitialized(buffer.Shape);
        ReadOnlySpan<T> old = buffer.Numbers;
        Span<T> updated = result.AsWritableSpan();
        int samples = batch.Length / old.Length;
        for (int c = 0; c < updated.Length; c++)
        {
            double sum = 0;
            for (int n = 0; n < samples; n++)
                sum += double.CreateTruncating(batch[(n * updated.Length) + c]);
            updated[c] = T.CreateTruncating(((1 - weight) * double.CreateTruncating(old[c])) + (weight * correction * sum / samples));
        }

        return result;
    }
}
