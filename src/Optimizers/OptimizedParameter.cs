using System.Numerics;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Optimizers;

/// <summary>A parameter with what its optimizer remembers of earlier steps.</summary>
public sealed class OptimizedParameter<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal OptimizedParameter(Parameter<T> parameter, ParameterGroup<T> group, string key, int moments)
    {
        (Parameter, Group, Key) = (parameter, group, key);
        var made = new Tensor<T>[moments];
        for (int i = 0; i < moments; i++)
            made[i] = Tensor<T>.Zeros(parameter.Shape);
        Moments = made;
    }

    /// <summary>The parameter.</summary>
    public Parameter<T> Parameter { get; }

    /// <summary>One tensor of the parameter's shape for each moment the optimizer keeps; zeros before the first step.</summary>
    public IReadOnlyList<Tensor<T>> Moments { get; }

    /// <summary>How often the parameter was updated, the update at hand included; steps without a gradient do not count.</summary>
    public long Steps { get; internal set; }

    internal ParameterGroup<T> Group { get; }

    /// <summary>What the optimizer's state calls it.</summary>
    internal string Key { get; }
}
