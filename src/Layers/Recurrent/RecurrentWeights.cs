using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>The parameters of one layer in one direction, and its layer normalizations by name where it has some.</summary>
/// <param name="Hidden">H.</param>
/// <param name="Input">(gates · H, inputs).</param>
/// <param name="Recurrent">(gates · H, H).</param>
/// <param name="InputBias">(gates · H); null without biases.</param>
/// <param name="RecurrentBias">(gates · H); null without biases.</param>
/// <param name="Norms">By the names of <see cref="RecurrentNorm"/>; null without normalization.</param>
internal sealed record RecurrentWeights<T>(
    int Hidden,
    Parameter<T> Input,
    Parameter<T> Recurrent,
    Parameter<T>? InputBias,
    Parameter<T>? RecurrentBias,
    IReadOnlyDictionary<string, LayerNorm<T>>? Norms)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal bool IsNormalized => Norms is not null;

    /// <summary>Σ of both biases; null without.</summary>
    internal Variable<T>? BiasSum => InputBias is null ? null : InputBias + RecurrentBias!;

    internal Variable<T> InputProduct(Variable<T> x, Variable<T>? bias = null) => Product(x, Input, bias);

    internal Variable<T> RecurrentProduct(Variable<T> hidden, Variable<T>? bias = null) => Product(hidden, Recurrent, bias);

    internal Variable<T> Normalize(string norm, Variable<T> x) => Norms![norm].Forward(x);

    internal static Variable<T> Plus(Variable<T> x, Variable<T>? bias) => bias is null ? x : x + bias;

    private static Variable<T> Product(Variable<T> x, Variable<T> weight, Variable<T>? bias) =>
        bias is null ? Linear<T>.Instance.Apply(x, weight) : Linear<T>.Instance.Apply(x, weight, bias);
}

/// <summary>A layer normalization inside a recurrent layer.</summary>
/// <param name="Name">What it is registered as, before the layer's number, such as <c>norm_hh</c>.</param>
/// <param name="Gates">Over how many times H numbers.</param>
/// <param name="Bias">Whether it has a β of its own, rather than the layer's biases behind it.</param>
internal readonly record struct RecurrentNorm(string Name, int Gates, bool Bias = false);
