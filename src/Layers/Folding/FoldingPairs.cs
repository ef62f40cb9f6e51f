using System.Numerics;

namespace NormNet.Layers;

/// <summary>Which normalization of a model can be folded into which dense layer or convolution: what reads whose output.</summary>
internal sealed class FoldingPairs<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<Module<T>, string> _names = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Module<T>, int> _uses = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Parameter<T>, int> _owners = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Layer<T>, List<NormalizationLayer<T>>> _pairs = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Layer<T>> _folded = new(ReferenceEqualityComparer.Instance);
    private readonly bool _keep;

    internal FoldingPairs(Layer<T> model, bool keep)
    {
        _keep = keep;
        foreach ((string name, Module<T> module) in model.NamedModules())
        {
            _names.Add(module, name);
            foreach (Parameter<T> parameter in module.OwnParameters())
                _owners[parameter] = _owners.GetValueOrDefault(parameter) + 1;
        }

        Count(model);
        Follow(model, default);
    }

    /// <summary>Whether a normalization is folded, so that the copy has none.</summary>
    internal bool IsFolded(Layer<T> layer) => _folded.Contains(layer);

    /// <summary>The normalizations to be folded into a layer, in the order in which they are applied.</summary>
    internal IReadOnlyList<NormalizationLayer<T>> Into(Layer<T> layer) =>
        _pairs.TryGetValue(layer, out List<NormalizationLayer<T>>? found) ? found : [];

    private void Count(Module<T> module)
    {
        _uses[module] = _uses.GetValueOrDefault(module) + 1;
        foreach (Module<T> child in module.Children)
            Count(child);
    }

    /// <summary>Goes through a layer in the order of computation.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="read">What made the layer's input.</param>
    /// <returns>What makes its output.</returns>
    private Origin Follow(Layer<T> layer, Origin read)
    {
        switch (layer)
        {
            case Sequential<T> sequential:
                foreach (Layer<T> inner in sequential.Layers)
                    read = Follow(inner, read);
                return read;
            case Residual<T> residual:
                Origin shared = read with { OtherReader = Named(residual) };
                Follow(residual.Body, shared);
                if (residual.Shortcut is not null)
                    Follow(residual.Shortcut, shared);
                return default;
            case Concatenate<T> { Branches: [var only] }:
                return Follow(only, read);
            case Concatenate<T> concatenate:
                foreach (Layer<T> branch in concatenate.Branches)
                    Follow(branch, read with { OtherReader = Named(concatenate) });
                return default;
            case Dense<T> or Conv1D<T> or Conv2D<T>:
                return new Origin((WeightedLayer<T>)layer, OtherReader: null);
            case RunningNormalizationLayer<T> or FrozenBatchNorm<T>:
                return Pair((NormalizationLayer<T>)layer, read);
            default:
                NormalizationLayer<T>? hidden = layer.Modules().OfType<NormalizationLayer<T>>()
                    .FirstOrDefault(inner => inner is RunningNormalizationLayer<T> or FrozenBatchNorm<T>);
                if (hidden is not null)
                    Refuse(hidden, $"{Named(layer)} does not show how it connects the layers inside it");
                return default;
        }
    }

    private Origin Pair(NormalizationLayer<T> normalization, Origin read)
    {
        if (read.Layer is null)
            return default;
        if (WhyNot(normalization, read) is { } reason)
        {
            Refuse(normalization, reason);
            return default;
        }

        if (normalization is RunningNormalizationLayer<T> { UsesBatchStatistics: true })
            return default;
        if (!_pairs.TryGetValue(read.Layer, out List<NormalizationLayer<T>>? into))
            _pairs.Add(read.Layer, into = []);
        into.Add(normalization);
        _folded.Add(normalization);
        return read;
    }

    private string? WhyNot(NormalizationLayer<T> normalization, Origin read)
    {
        WeightedLayer<T> layer = read.Layer!;
        if (normalization is RunningNormalizationLayer<T> { UsesBatchStatistics: true } batch)
        {
            return batch is InstanceNorm<T> { Running: null }
                ? null
                : (batch.Running is null
                    ? "it keeps no running statistics, "
                    : "it is set to use the batch's statistics in evaluation too, ")
                    + "so its scale changes from input to input";
        }

        if (read.OtherReader is not null)
            return $"{read.OtherReader} hands the output of {Named(layer)} to others too, who need it as it is";
        if ((SharedPart(layer) ?? SharedPart(normalization)) is { } shared)
            return shared;
        return normalization.AffineShape[0] == layer.Weight.Shape[0]
            ? null
            : $"its {normalization.AffineShape[0]} channels are not the {layer.Weight.Shape[0]} outputs of {Named(layer)}";
    }

    private string? SharedPart(Layer<T> layer)
    {
        if (_uses[layer] > 1)
            return $"{Named(layer)} is used in {_uses[layer]} places, which would all change";
        Parameter<T>? shared = layer.Parameters().FirstOrDefault(parameter => _owners.GetValueOrDefault(parameter) > 1);
        return shared is null ? null : $"{Named(layer)} shares its parameter {shared.Name} with another layer, which would change too";
    }

    private void Refuse(NormalizationLayer<T> normalization, string reason)
    {
        if (!_keep)
        {
            throw new InvalidOperationException(
                $"FoldBatchNorm: {Named(normalization)} cannot be folded: {reason}. With keepUnfoldable it stays a layer of its own.");
        }
    }

    private string Named(Module<T> module) => BatchNormFolding.Named(_names[module], module);

    /// <summary>A dense layer or convolution whose output is read as it is.</summary>
    /// <param name="Layer">The layer; null where something else made the numbers.</param>
    /// <param name="OtherReader">Who hands the output to several readers; null where there is one reader.</param>
    private readonly record struct Origin(WeightedLayer<T>? Layer, string? OtherReader);
}
