using System.Numerics;

namespace NormNet.Autograd;

/// <content>Elementwise functions, most of them activations.</content>
public partial class Variable<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc cref="Autograd.Abs{T}"/>
    public Variable<T> Abs() => Abs<T>.Instance.Apply(this);

    /// <inheritdoc cref="Autograd.Sign{T}"/>
    public Variable<T> Sign() => Sign<T>.Instance.Apply(this);

    /// <inheritdoc cref="Autograd.Clamp{T}"/>
    /// <exception cref="ArgumentException">low is greater than high, or one is NaN.</exception>
    public Variable<T> Clamp(double low = double.NegativeInfinity, double high = double.PositiveInfinity) =>
        new Clamp<T>(low, high).Apply(this);

    /// <inheritdoc cref="Autograd.Minimum{T}"/>
    public Variable<T> Minimum(Variable<T> other) => Minimum<T>.Instance.Apply(this, other);

    /// <inheritdoc cref="Autograd.Erf{T}"/>
    public Variable<T> Erf() => Erf<T>.Instance.Apply(this);

    /// <inheritdoc cref="Autograd.LeakyRelu{T}"/>
    /// <param name="slope">a, a constant.</param>
    public Variable<T> LeakyRelu(double slope = 0.01) => LeakyRelu(new Variable<T>(Tensors.Tensor<T>.Scalar(slope)));

    /// <inheritdoc cref="Autograd.LeakyRelu{T}"/>
    /// <param name="slope">a, which broadcasts to x.</param>
    /// <exception cref="ArgumentException">The slope's shape does not broadcast to x.</exception>
    public Variable<T> LeakyRelu(Variable<T> slope) => LeakyRelu<T>.Instance.Apply(this, slope);

    /// <inheritdoc cref="Autograd.Elu{T}"/>
    /// <param name="alpha">α: y goes to −α for very negative x.</param>
    public Variable<T> Elu(double alpha = 1) => new Elu<T>(alpha).Apply(this);

    /// <inheritdoc cref="Autograd.Softplus{T}"/>
    public Variable<T> Softplus() => Softplus<T>.Instance.Apply(this);

    /// <inheritdoc cref="Autograd.Gelu{T}"/>
    /// <param name="approximate">Whether it is computed by tanh: <see cref="Autograd.GeluTanh{T}"/>.</param>
    public Variable<T> Gelu(bool approximate = false) => approximate ? GeluTanh<T>.Instance.Apply(this) : Gelu<T>.Instance.Apply(this);

    /// <inheritdoc cref="Autograd.Silu{T}"/>
    public Variable<T> Silu() => Silu<T>.Instance.Apply(this);

    /// <inheritdoc cref="Autograd.Mish{T}"/>
    public Variable<T> Mish() => Mish<T>.Instance.Apply(this);
}
