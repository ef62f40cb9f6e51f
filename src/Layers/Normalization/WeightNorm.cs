using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>w = g · v/‖v‖: each output's weights as a length and a direction, learned apart.</summary>
/// <remarks>
/// <para>
/// Salimans &amp; Kingma 2016, eq. 2, for the weight of a <see cref="Dense{T}"/>, <see cref="Conv1D{T}"/> or <see cref="Conv2D{T}"/>:
/// <c>WeightNorm(Dense(10, 20))</c>.
/// </para>
/// <code>
///           inputs (and places of the kernel)
///           ┌─┬─┬─┬─┐
///   outputs │█│█│█│█│   the weights that share ‖v‖ and g:
///           │ │ │ │ │   those of one output
///           └─┴─┴─┴─┘
/// </code>
/// <para>
/// Learned: v, the layer's own <c>weight</c>, and g (<c>reparametrization.weight_g</c>), of v's shape with every extent but the first 1.
/// g starts at ‖v‖, so that w starts as v. No buffers: training and evaluation are the same, and nothing depends on the data; the
/// paper's first step by the data is not part of it. ∂ℓ/∂g = ∂ℓ/∂w · v/‖v‖ and ∂ℓ/∂v = g/‖v‖ · (∂ℓ/∂w − ∂ℓ/∂g · v/‖v‖), at right
/// angles to v: v never shrinks under plain descent.
/// </para>
/// <para>
/// PyTorch calls v <c>weight_v</c> and g <c>weight_g</c>, or since parametrizations <c>original1</c> and <c>original0</c>; shapes and
/// numbers are the same, so a state needs its keys renamed only. There dim may be another axis than 0; here it is the outputs. ‖v‖ is held
/// above 1e-12, so that an output of zeros stays zeros; in PyTorch it is NaN. Flax adds 1e-12 under the root. Weight decay spares g
/// (<c>ParameterGroup.SplitForDecay</c>); on v it changes nothing but the size of further steps.
/// </para>
/// <example>v = (3, 4) has length 5; with g = 10 the layer computes with w = (6, 8).</example>
/// </remarks>
public sealed class WeightNorm<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double LeastNorm = 1e-12;

    private readonly Parameter<T> _direction;
    private readonly Parameter<T> _length;

    /// <summary>A weight normalization, to be given to <see cref="WeightedLayer{T}.Reparametrize"/>.</summary>
    /// <param name="weight">v, outputs first.</param>
    public WeightNorm(Parameter<T> weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        _direction = weight;
        _length = Register("weight_g", new Parameter<T>(Shape.Of([weight.Shape[0], .. Enumerable.Repeat(1, weight.Shape.Rank - 1)])));
    }

    /// <summary>g: the length of each output's weights.</summary>
    public Parameter<T> Length => Initialized(_length);

    /// <inheritdoc/>
    public override bool IsNormalization => true;

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        Variable<T> norm = new EuclideanNorm<T>(axis: 1).Apply(input).Maximum(Tensor<T>.Scalar(LeastNorm));
        return input * (_length / norm);
    }

    /// <inheritdoc/>
    protected override void OnInitialize(Generator generator) =>
        RowNorms.Apply(_direction.Value.AsSpan(), _direction.Value.Count / _length.Value.Count, _length.Value.AsWritableSpan());
}

public static partial class Nn<T>
{
    /// <summary>The layer with weight normalization: <inheritdoc cref="WeightNorm{T}" path="/summary/node()"/></summary>
    /// <inheritdoc cref="WeightNorm{T}" path="/remarks"/>
    /// <exception cref="InvalidOperationException">The layer is reparametrized already.</exception>
    public static TLayer WeightNorm<TLayer>(TLayer layer)
        where TLayer : WeightedLayer<T>
    {
        ArgumentNullException.ThrowIfNull(layer);
        layer.Reparametrize(weight => new WeightNorm<T>(weight));
        return layer;
    }
}
