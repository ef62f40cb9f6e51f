using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>Copies a model layer by layer, with normalizations folded into the layers that <see cref="FoldingPairs{T}"/> names.</summary>
internal sealed class FoldedCopy<T>(FoldingPairs<T> pairs)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<Layer<T>, Layer<T>> _copies = new(ReferenceEqualityComparer.Instance);
    private readonly ModuleCloner<T> _cloner = new();
    private readonly OrderedDictionary<Module<T>, Module<T>> _cloned = new(ReferenceEqualityComparer.Instance);

    /// <summary>The copy of the whole model; parameters that its layers share are shared in the copy too.</summary>
    internal Layer<T> OfModel(Layer<T> model)
    {
        Layer<T> copy = Whole(model);
        Module<T>.CopyState(_cloned);
        return copy;
    }

    /// <summary>The copy of a layer, the same one for each place of a shared layer; null where it went into the layer before it.</summary>
    private Layer<T>? Of(Layer<T> layer)
    {
        if (pairs.IsFolded(layer))
            return null;
        if (!_copies.TryGetValue(layer, out Layer<T>? copy))
            _copies.Add(layer, copy = Make(layer));
        return copy;
    }

    private Layer<T> Make(Layer<T> layer) => layer switch
    {
        Sequential<T> sequential => new Sequential<T>([.. sequential.Layers.Select(Of).OfType<Layer<T>>()]),
        Residual<T> residual => new Residual<T>(Whole(residual.Body), residual.Shortcut is null ? null : Whole(residual.Shortcut)),
        Concatenate<T> concatenate => new Concatenate<T>([.. concatenate.Branches.Select(Whole)]),
        Dense<T> dense when pairs.Into(dense).Count > 0 => Fold(dense, new Dense<T>(dense.Inputs, dense.Outputs) { TakesRowsOnly = true }),
        Conv1D<T> conv when pairs.Into(conv).Count > 0 => Fold(
            conv, new Conv1D<T>(conv.Inputs, conv.Outputs, conv.Kernel, conv.Stride, conv.Padding, conv.Dilation, conv.Groups)),
        Conv2D<T> conv when pairs.Into(conv).Count > 0 => Fold(
            conv, new Conv2D<T>(conv.Inputs, conv.Outputs, conv.Kernel, conv.Stride, conv.Padding, conv.Dilation, conv.Groups)),
        _ => Clone(layer),
    };

    /// <summary>A copy of the same settings; the numbers follow when all layers that may share them have copies.</summary>
    private Layer<T> Clone(Layer<T> layer)
    {
        Layer<T> copy = _cloner.Clone(layer);
        Module<T>.Pair(layer, copy, _cloned);
        return copy;
    }

    /// <summary>A place that cannot stay empty: a layer that went away passes x itself.</summary>
    private Layer<T> Whole(Layer<T> layer) => Of(layer) ?? new Sequential<T>();

    private WeightedLayer<T> Fold(WeightedLayer<T> from, WeightedLayer<T> to)
    {
        using var memory = new InferenceScope<T>();
        ReadOnlySpan<T> effective = from.EffectiveWeight.Value.AsSpan();
        Span<T> weight = to.Weight.Value.AsWritableSpan(), bias = to.Bias!.Value.AsWritableSpan();
        int perOutput = weight.Length / bias.Length;
        for (int output = 0; output < bias.Length; output++)
        {
            double scale = 1, shift = from.Bias is null ? 0 : Number(from.Bias.Value, output);
            foreach (NormalizationLayer<T> normalization in pairs.Into(from))
            {
                (Tensor<T> mean, Tensor<T> variance, Tensor<T>? gamma, Tensor<T>? beta) = NumbersOf(normalization);
                double factor = (gamma is null ? 1 : Number(gamma, output)) / Math.Sqrt(Number(variance, output) + normalization.Epsilon);
                scale *= factor;
                shift = (beta is null ? 0 : Number(beta, output)) + (factor * (shift - Number(mean, output)));
            }

            for (int i = output * perOutput; i < (output + 1) * perOutput; i++)
                weight[i] = T.CreateTruncating(scale * double.CreateTruncating(effective[i]));
            bias[output] = T.CreateTruncating(shift);
        }

        return to;
    }

    private static (Tensor<T> Mean, Tensor<T> Variance, Tensor<T>? Weight, Tensor<T>? Bias) NumbersOf(NormalizationLayer<T> normalization)
    {
        if (normalization is FrozenBatchNorm<T> frozen)
            return (frozen.FixedMean.Value, frozen.FixedVariance.Value, frozen.FixedWeight.Value, frozen.FixedBias.Value);
        RunningStatistics<T> running = ((RunningNormalizationLayer<T>)normalization).Running!;
        return (running.Mean.Value, running.Variance.Value, normalization.Weight?.Value, normalization.Bias?.Value);
    }

    private static double Number(Tensor<T> tensor, int channel) => double.CreateTruncating(tensor.AsSpan()[channel]);
}
