using System.Numerics;
using NormNet.Layers;

namespace NormNet.Optimizers;

/// <summary>Parameters that one optimizer treats alike, with a rate and a decay of their own where they have one.</summary>
public sealed class ParameterGroup<T> : IParameterSet<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private double? _learningRate;
    private double? _weightDecay;

    /// <summary>A group with the optimizer's rate and decay until others are set.</summary>
    public ParameterGroup(IEnumerable<Parameter<T>> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameters = [.. parameters];
    }

    /// <summary>The parameters, in the order in which they are updated.</summary>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>The rate of this group, before a schedule's factor; null for the optimizer's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative number or one that is not finite.</exception>
    public double? LearningRate
    {
        get => _learningRate;
        set => _learningRate = value is { } rate ? Setting.NotNegative<T>(rate, nameof(LearningRate)) : null;
    }

    /// <summary>The decay of this group; null for the optimizer's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative number or one that is not finite.</exception>
    public double? WeightDecay
    {
        get => _weightDecay;
        set => _weightDecay = value is { } decay ? Setting.NotNegative<T>(decay, nameof(WeightDecay)) : null;
    }

    /// <summary>A model's parameters in two groups: its weights, and with a decay of 0 its biases and normalization parameters.</summary>
    /// <remarks>
    /// Of the second kind is what has one axis or none, one number an output or a channel, and what belongs to a module that says it
    /// normalizes (<see cref="Module{T}.IsNormalization"/>), whatever its shape: decaying these restrains nothing that the network could
    /// overfit with. So under <see cref="WeightNorm{T}"/> the lengths g are spared, and the directions v are weights. A group that would
    /// be empty is left out.
    /// </remarks>
    public static IReadOnlyList<ParameterGroup<T>> SplitForDecay(Module<T> model)
    {
        ArgumentNullException.ThrowIfNull(model);
        HashSet<Parameter<T>> normalization =
            [.. model.Modules().Where(module => module.IsNormalization).SelectMany(module => module.Parameters())];
        ILookup<bool, Parameter<T>> byDecay =
            model.Parameters().ToLookup(parameter => parameter.Shape.Rank > 1 && !normalization.Contains(parameter));
        ParameterGroup<T>[] both = [new(byDecay[true]), new(byDecay[false]) { WeightDecay = 0 }];
        return [.. both.Where(group => group.Parameters.Count > 0)];
    }
}
