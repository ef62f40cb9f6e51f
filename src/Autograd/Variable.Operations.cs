using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <content>Operators and methods: each applies the operation of its name, whose documentation has the formula and the gradient.</content>
public partial class Variable<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc cref="Add{T}"/>
    public static Variable<T> operator +(Variable<T> a, Variable<T> b) => Add<T>.Instance.Apply(a, b);

    /// <inheritdoc cref="Shift{T}"/>
    public static Variable<T> operator +(Variable<T> x, double c) => new Shift<T>(c).Apply(x);

    /// <inheritdoc cref="Shift{T}"/>
    public static Variable<T> operator +(double c, Variable<T> x) => new Shift<T>(c).Apply(x);

    /// <inheritdoc cref="Subtract{T}"/>
    public static Variable<T> operator -(Variable<T> a, Variable<T> b) => Subtract<T>.Instance.Apply(a, b);

    /// <inheritdoc cref="Shift{T}"/>
    public static Variable<T> operator -(Variable<T> x, double c) => new Shift<T>(-c).Apply(x);

    /// <summary>y = c − x.</summary>
    public static Variable<T> operator -(double c, Variable<T> x) => new Shift<T>(c).Apply(-x);

    /// <inheritdoc cref="Negate{T}"/>
    public static Variable<T> operator -(Variable<T> x) => Negate<T>.Instance.Apply(x);

    /// <inheritdoc cref="Multiply{T}"/>
    public static Variable<T> operator *(Variable<T> a, Variable<T> b) => Multiply<T>.Instance.Apply(a, b);

    /// <inheritdoc cref="Scale{T}"/>
    public static Variable<T> operator *(Variable<T> x, double c) => new Scale<T>(c).Apply(x);

    /// <inheritdoc cref="Scale{T}"/>
    public static Variable<T> operator *(double c, Variable<T> x) => new Scale<T>(c).Apply(x);

    /// <inheritdoc cref="Divide{T}"/>
    public static Variable<T> operator /(Variable<T> a, Variable<T> b) => Divide<T>.Instance.Apply(a, b);

    /// <inheritdoc cref="Divide{T}"/>
    public static Variable<T> operator /(Variable<T> x, double c) => x / new Variable<T>(Tensor<T>.Scalar(c));

    /// <inheritdoc cref="Divide{T}"/>
    public static Variable<T> operator /(double c, Variable<T> x) => new Variable<T>(Tensor<T>.Scalar(c)) / x;

    /// <inheritdoc cref="Autograd.Power{T}"/>
    public Variable<T> Power(double exponent) => new Power<T>(exponent).Apply(this);

    /// <inheritdoc cref="Autograd.Exp{T}"/>
    public Variable<T> Exp() => Exp<T>.Instance.Apply(this);

    /// <inheritdoc cref="Autograd.Log{T}"/>
    public Variable<T> Log() => Log<T>.Instance.Apply(this);

    /// <inheritdoc cref="Autograd.Sqrt{T}"/>
    public Variable<T> Sqrt() => Sqrt<T>.Instance.Apply(this);

    /// <inheritdoc cref="Autograd.ReciprocalSqrt{T}"/>
    public Variable<T> ReciprocalSqrt() => ReciprocalSqrt<T>.Instance.Apply(this);

    /// <inheritdoc cref="Autograd.Maximum{T}"/>
    public Variable<T> Maximum(Variable<T> other) => Maximum<T>.Instance.Apply(this, other);

    /// <inheritdoc cref="Autograd.Tanh{T}"/>
    public Variable<T> Tanh() => Tanh<T>.Instance.Apply(this);

    /// <inheritdoc cref="Autograd.Sigmoid{T}"/>
    public Variable<T> Sigmoid() => Sigmoid<T>.Instance.Apply(this);

    /// <inheritdoc cref="Autograd.Relu{T}"/>
    public Variable<T> Relu() => Relu<T>.Instance.Apply(this);

    /// <inheritdoc cref="Autograd.Sum{T}"/>
    /// <param name="axes">The axes to sum over; none means all.</param>
    public Variable<T> Sum(params int[] axes) => new Sum<T>(keepDimensions: false, axes).Apply(this);

    /// <inheritdoc cref="Autograd.Sum{T}"/>
    /// <param name="axes">The axes to sum over; none means all.</param>
    /// <param name="keepDimensions">Whether they stay, with extent 1.</param>
    public Variable<T> Sum(int[] axes, bool keepDimensions) => new Sum<T>(keepDimensions, axes).Apply(this);

    /// <inheritdoc cref="Autograd.Mean{T}"/>
    /// <param name="axes">The axes to average over; none means all.</param>
    public Variable<T> Mean(params int[] axes) => new Mean<T>(keepDimensions: false, axes).Apply(this);

    /// <inheritdoc cref="Autograd.Mean{T}"/>
    /// <param name="axes">The axes to average over; none means all.</param>
    /// <param name="keepDimensions">Whether they stay, with extent 1.</param>
    public Variable<T> Mean(int[] axes, bool keepDimensions) => new Mean<T>(keepDimensions, axes).Apply(this);

    /// <inheritdoc cref="Autograd.Max{T}"/>
    /// <param name="axes">The axes to search; none means all.</param>
    public Variable<T> Max(params int[] axes) => new Max<T>(keepDimensions: false, axes).Apply(this);

    /// <inheritdoc cref="Autograd.Max{T}"/>
    /// <param name="axes">The axes to search; none means all.</param>
    /// <param name="keepDimensions">Whether they stay, with extent 1.</param>
    public Variable<T> Max(int[] axes, bool keepDimensions) => new Max<T>(keepDimensions, axes).Apply(this);

    /// <inheritdoc cref="Autograd.Softmax{T}"/>
    public Variable<T> Softmax(int axis = -1) => new Softmax<T>(axis).Apply(this);

    /// <inheritdoc cref="Autograd.LogSoftmax{T}"/>
    public Variable<T> LogSoftmax(int axis = -1) => new LogSoftmax<T>(axis).Apply(this);

    /// <inheritdoc cref="Autograd.Reshape{T}"/>
    /// <param name="extents">The new extents; one may be −1 and is worked out.</param>
    public Variable<T> Reshape(params ReadOnlySpan<int> extents) => Reshape(Shape.Resolve(extents));

    /// <inheritdoc cref="Autograd.Reshape{T}"/>
    public Variable<T> Reshape(Shape shape) => Shape.Equals(shape) ? this : new Reshape<T>(shape).Apply(this);

    /// <inheritdoc cref="Autograd.Permute{T}"/>
    /// <param name="order">Axis i of the result is axis order[i] of this.</param>
    public Variable<T> Permute(params int[] order) => new Permute<T>(order).Apply(this);

    /// <summary>The last two axes exchanged.</summary>
    /// <exception cref="ArgumentException">The rank is less than 2.</exception>
    public Variable<T> Transpose() => Value.Rank < 2
        ? throw new ArgumentException($"Transpose: shape {Shape} has fewer than two axes.")
        : Permute([.. Enumerable.Range(0, Value.Rank - 2), Value.Rank - 1, Value.Rank - 2]);

    /// <inheritdoc cref="Broadcast{T}"/>
    public Variable<T> BroadcastTo(Shape shape) => Shape.Equals(shape) ? this : new Broadcast<T>(shape).Apply(this);

    /// <inheritdoc cref="Autograd.SumTo{T}"/>
    public Variable<T> SumTo(Shape shape) => Shape.Equals(shape) ? this : new SumTo<T>(shape).Apply(this);

    /// <inheritdoc cref="Autograd.Slice{T}"/>
    public Variable<T> Slice(int axis, int start, int length) => new Slice<T>(axis, start, length).Apply(this);

    /// <inheritdoc cref="Autograd.Pad{T}"/>
    public Variable<T> Pad(int axis, int before, int after, double value = 0) => new Pad<T>(axis, before, after, value).Apply(this);

    /// <inheritdoc cref="Autograd.Concatenate{T}"/>
    public static Variable<T> Concatenate(ReadOnlySpan<Variable<T>> parts, int axis) => new Concatenate<T>(axis).Apply(parts);

    /// <inheritdoc cref="Autograd.MatMul{T}"/>
    public Variable<T> MatMul(Variable<T> other, bool transposeA = false, bool transposeB = false) =>
        new MatMul<T>(transposeA, transposeB).Apply(this, other);

    /// <summary>Puts axes that a reduction took away back, with extent 1.</summary>
    internal Variable<T> RestoreAxes(Shape original, int[] axes) => Reshape(original.Reduce(original.Axes(axes), keepDimensions: true));
}
