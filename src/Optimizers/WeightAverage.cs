using System.Globalization;
using System.Numerics;
using NormNet.Layers;
using NormNet.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace NormNet.Optimizers;

/// <summary>A second model whose weights are a running average of the trained one's: w̄ = β·w̄ + (1 − β)·w after every step.</summary>
/// <remarks>
/// Polyak &amp; Juditsky 1992; Izmailov et al. 2018 for the equal average of β = t/(t + 1). The first update copies, as in PyTorch's
/// <c>AveragedModel</c>. Counters are copied; randomness stays the average's own.
/// </remarks>
/// <example>
/// <code>
/// var average = new WeightAverage&lt;float&gt;(model, decay: 0.99);
/// ... optimizer.Step(); average.Update();                          // or Trainer.Average
/// average.Model.ReestimateStatistics(train.Batches(256, dropLast: true).Select(batch =&gt; batch.Inputs));
/// var logits = average.Model.Predict(test.Inputs);
/// </code>
/// </example>
public sealed class WeightAverage<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string UpdatesName = "updates";
    private const string ModelPrefix = "model.";

    private readonly Parameter<T>[] _sources, _averages;
    private readonly Buffer<T>[] _sourceBuffers, _averagedBuffers;
    private readonly Counter[] _sourceCounters, _averagedCounters;

    /// <summary>An average that starts as a copy of a model.</summary>
    /// <param name="model">The model that is trained.</param>
    /// <param name="decay">β: how much of the average is kept at an update; null for the equal average of all updates.</param>
    /// <param name="buffers">What becomes of running statistics.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is not in [0, 1), or the choice for buffers is none.</exception>
    public WeightAverage(Layer<T> model, double? decay = 0.999, AveragedBuffers buffers = AveragedBuffers.Copied)
    {
        ArgumentNullException.ThrowIfNull(model);
        Decay = decay is { } kept ? Setting.Fraction(kept, nameof(decay)) : null;
        Buffers = Enum.IsDefined(buffers)
            ? buffers
            : throw new ArgumentOutOfRangeException(nameof(buffers), buffers, "WeightAverage: buffers are copied or averaged.");
        Model = model.Clone();
        Model.Eval();
        (_sources, _averages) = ([.. model.Parameters()], [.. Model.Parameters()]);
        (_sourceBuffers, _averagedBuffers) = ([.. model.Buffers()], [.. Model.Buffers()]);
        (_sourceCounters, _averagedCounters) = ([.. model.Counters()], [.. Model.Counters()]);
    }

    /// <summary>The averaged model, in evaluation mode; with weights of its own.</summary>
    public Layer<T> Model { get; }

    /// <summary>β; null for the equal average.</summary>
    public double? Decay { get; }

    /// <summary>What becomes of running statistics.</summary>
    public AveragedBuffers Buffers { get; }

    /// <summary>How often the average has followed the model.</summary>
    public long Updates { get; private set; }

    /// <summary>Follows the model; to be called after each of the optimizer's steps.</summary>
    public void Update()
    {
        double share = Updates == 0 ? 1 : 1 - (Decay ?? (Updates / (Updates + 1.0)));
        for (int i = 0; i < _sources.Length; i++)
            Follow(_averages[i].Value, _sources[i].Value, share);
        for (int i = 0; i < _sourceBuffers.Length; i++)
        {
            // A buffer's tensor is replaced and never changed in place.
            Tensor<T> followed = _averagedBuffers[i].Value.Clone();
            Follow(followed, _sourceBuffers[i].Value, Buffers == AveragedBuffers.Copied ? 1 : share);
            _averagedBuffers[i].Value = followed;
        }

        for (int i = 0; i < _sourceCounters.Length; i++)
            _averagedCounters[i].Value = _sourceCounters[i].Value;
        Updates++;
    }

    /// <summary>A deep copy of the averaged model's state and the number of updates.</summary>
    public StateDictionary StateDict()
    {
        var state = new StateDictionary { { UpdatesName, Updates } };
        state.AddAll(ModelPrefix, Model.StateDict());
        return state;
    }

    /// <summary>Takes over a state, or leaves everything as it was.</summary>
    /// <exception cref="ArgumentException">It is not that of an average of such a model.</exception>
    public void LoadStateDict(StateDictionary state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!(state.TryGetValue(UpdatesName, out StateTensor? updates) && updates is { Type: ElementType.I64, Shape.Rank: 0 }
            && updates.ToIntegers()[0] >= 0))
        {
            throw new ArgumentException(
                $"WeightAverage: {UpdatesName} is {updates?.ToString() ?? "missing"}; one integer of at least 0 is expected.",
                nameof(state));
        }

        Model.LoadStateDict(state.Under(ModelPrefix));
        Updates = updates.ToIntegers()[0];
    }

    /// <summary>The decay and how many updates there were.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"WeightAverage({(Decay is { } kept ? $"decay: {kept}" : "equal")}, buffers: {Buffers}, {Updates} updates)");

    private static void Follow(Tensor<T> average, Tensor<T> source, double share)
    {
        if (share == 1)
            average.CopyFrom(source);
        else
            TensorPrimitives.Lerp(average.AsSpan(), source.AsSpan(), T.CreateTruncating(share), average.AsWritableSpan());
    }
}
