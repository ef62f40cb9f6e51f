using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>
/// Running statistics estimated anew from a whole data set, in place of averages that follow the training's last batches.
/// </summary>
/// <remarks>
/// <para>
/// Ioffe &amp; Szegedy 2015, Algorithm 2, steps 8 to 12; Wu &amp; Johnson 2021 ("PreciseBN"). Needed after weights were averaged or changed
/// otherwise, and better where batches are few or small. Each batch passes through the model once; every layer with running
/// statistics normalizes it by its own statistics, so that layers behind see what they see in training, and these are merged, each with the
/// number of its values. Unequal batches therefore count as what they hold.
/// </para>
/// <para>
/// All else behaves as in evaluation: the statistics are those of the model that is evaluated, without dropout (PyTorch's
/// <c>update_bn</c> leaves dropout on). Only <c>running_mean</c> and <c>running_var</c> change, all at the end or, when something throws,
/// none: parameters, modes, streams of randomness and <c>num_batches_tracked</c>, which counts the training's batches, stay. Frozen
/// layers use and keep their statistics; a layer that no batch reaches keeps its own. <see cref="BatchRenorm{T}"/> normalizes meanwhile
/// without correction, virtual batches (<see cref="GhostBatchNorm{T}"/>) and feature maps (<see cref="InstanceNorm{T}"/>) are merged one
/// by one.
/// </para>
/// <para>To evaluate with such statistics and go on training with the old ones, re-estimate those of a clone.</para>
/// </remarks>
/// <example>
/// <code>
/// Layer&lt;float&gt; evaluated = model.Clone();
/// evaluated.ReestimateStatistics(train.Batches(256, dropLast: true).Select(batch =&gt; batch.Inputs));
/// evaluated.Eval();
/// </code>
/// </example>
public static class StatisticsReestimation
{
    /// <summary>Estimates the running statistics of all layers inside anew.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batches">The data set's inputs in batches, each enough for every layer's statistics; a batch is used before the next
    /// is taken.</param>
    /// <param name="variance">What the running variance becomes.</param>
    /// <returns>
    /// How many sets of statistics were left out because they were not finite, as <see cref="RunningRule.SkipsNonFinite"/> has it; 0 when
    /// all is well.
    /// </returns>
    /// <exception cref="ArgumentException">There is no batch, or one that a layer cannot take.</exception>
    public static int ReestimateStatistics<T>(
        this Layer<T> model, IEnumerable<Tensor<T>> batches, PopulationVariance variance = PopulationVariance.WithinBatches)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.ReestimateStatistics(batches, batch => model.Forward(batch), variance);
    }

    /// <summary>The same for a module that is no layer, or takes more than one tensor.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batches">The data set in batches.</param>
    /// <param name="apply">Applies the model to one of them.</param>
    /// <param name="variance">What the running variance becomes.</param>
    /// <inheritdoc cref="ReestimateStatistics{T}(Layer{T}, IEnumerable{Tensor{T}}, PopulationVariance)" path="/returns|/exception"/>
    public static int ReestimateStatistics<T, TBatch>(
        this Module<T> model,
        IEnumerable<TBatch> batches,
        Action<TBatch> apply,
        PopulationVariance variance = PopulationVariance.WithinBatches)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(apply);
        RunningStatistics<T>[] all =
        [
            .. model.Modules().OfType<RunningNormalizationLayer<T>>().Where(layer => !layer.IsFrozen).Select(layer => layer.Running)
                .OfType<RunningStatistics<T>>(),
        ];
        PopulationEstimate<T>[] estimates = [.. all.Select(statistics => statistics.StartEstimate())];
        try
        {
            bool any = false;
            using var evaluation = new EvaluationScope<T>(model);
            foreach (TBatch batch in batches)
            {
                any = true;
                using var memory = new InferenceScope<T>();
                apply(batch);
            }

            if (!any)
                throw new ArgumentException("ReestimateStatistics: there is no batch.", nameof(batches));
        }
        finally
        {
            foreach (RunningStatistics<T> statistics in all)
                statistics.EndEstimate();
        }

        foreach ((RunningStatistics<T> statistics, PopulationEstimate<T> estimate) in all.Zip(estimates))
            statistics.TakeOver(estimate, variance);
        return estimates.Sum(estimate => estimate.Skipped);
    }
}
