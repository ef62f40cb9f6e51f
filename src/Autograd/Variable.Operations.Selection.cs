using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <content>Elements chosen by a condition or by indices, parts joined and cut, and reductions beside sum, mean and maximum.</content>
public partial class Variable<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc cref="Autograd.Where{T}"/>
    /// <param name="condition">c, such as a comparison of two tensors gives.</param>
    /// <param name="a">Chosen where c is not 0.</param>
    /// <param name="b">Chosen where c is 0.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Variable<T> Where(Variable<T> condition, Variable<T> a, Variable<T> b) => Where<T>.Instance.Apply(condition, a, b);

    /// <inheritdoc cref="Autograd.IndexSelect{T}"/>
    /// <exception cref="ArgumentException">There is no such axis, or an index lies outside it.</exception>
    public Variable<T> IndexSelect(int axis, IndexTensor indices) => new IndexSelect<T>(axis, indices).Apply(this);

    /// <inheritdoc cref="Autograd.IndexAdd{T}"/>
    /// <param name="shape">The shape of the result.</param>
    /// <param name="axis">The axis the indices count along.</param>
    /// <param name="indices">Where to add; their axes stand in u in the axis's place.</param>
    /// <exception cref="ArgumentException">The indices do not select this variable's shape from that one.</exception>
    public Variable<T> IndexAdd(Shape shape, int axis, IndexTensor indices) => new IndexAdd<T>(shape, axis, indices).Apply(this);

    /// <inheritdoc cref="Autograd.Gather{T}"/>
    /// <exception cref="ArgumentException">
    /// There is no such axis, the indices have another extent along another axis, or an index lies outside its axis.
    /// </exception>
    public Variable<T> Gather(int axis, IndexTensor indices) => new Gather<T>(axis, indices).Apply(this);

    /// <inheritdoc cref="Autograd.ScatterAdd{T}"/>
    /// <param name="shape">The shape of the result.</param>
    /// <param name="axis">The axis the indices count along.</param>
    /// <param name="indices">Where to add, one for each element of u.</param>
    /// <exception cref="ArgumentException">The indices do not gather this variable's shape from that one.</exception>
    public Variable<T> ScatterAdd(Shape shape, int axis, IndexTensor indices) => new ScatterAdd<T>(shape, axis, indices).Apply(this);

    /// <summary>y = x₀, x₁, … of one shape side by side along a new axis: a concatenation of what has that axis with extent 1.</summary>
    /// <exception cref="ArgumentException">There are none, their shapes differ, or the axis is not one of the result's.</exception>
    public static Variable<T> Stack(ReadOnlySpan<Variable<T>> parts, int axis = 0)
    {
        var expanded = new Variable<T>[parts.Length];
        for (int i = 0; i < parts.Length; i++)
            expanded[i] = parts[i].Reshape(parts[i].Shape.Insert(axis, extent: 1));
        return Concatenate(expanded, axis);
    }

    /// <summary>
    /// x cut along an axis into parts of the given extents, each a <see cref="Slice(int, int, int)"/>: the inverse of concatenation.
    /// </summary>
    /// <exception cref="ArgumentException">The extents do not add up to the axis, or one is negative.</exception>
    public Variable<T>[] Split(int axis, params ReadOnlySpan<int> extents)
    {
        Shape.CheckSplit(axis, extents);
        var parts = new Variable<T>[extents.Length];
        int start = 0;
        for (int i = 0; i < parts.Length; start += extents[i++])
            parts[i] = Slice(axis, start, extents[i]);
        return parts;
    }

    /// <inheritdoc cref="Autograd.Resample{T}"/>
    /// <exception cref="ArgumentException">There is no such axis, or it does not have the matrix's extent.</exception>
    public Variable<T> Resample(int axis, AxisWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return weights.IsIdentity && Shape[axis] == weights.Inputs ? this : new Resample<T>(axis, weights).Apply(this);
    }

    /// <inheritdoc cref="Autograd.PadReflect{T}"/>
    /// <exception cref="ArgumentException">There is no such axis, or a margin is negative or not less than the axis.</exception>
    public Variable<T> PadReflect(int axis, int before, int after) => new PadReflect<T>(axis, before, after).Apply(this);

    /// <inheritdoc cref="Autograd.Min{T}"/>
    /// <param name="axes">The axes to search; none means all.</param>
    public Variable<T> Min(params int[] axes) => Min(axes, keepDimensions: false);

    /// <inheritdoc cref="Autograd.Min{T}"/>
    /// <param name="axes">The axes to search; none means all.</param>
    /// <param name="keepDimensions">Whether they stay, with extent 1.</param>
    public Variable<T> Min(int[] axes, bool keepDimensions) => new Min<T>(keepDimensions, axes).Apply(this);

    /// <inheritdoc cref="Autograd.LogSumExp{T}"/>
    /// <param name="axes">The axes to reduce; none means all.</param>
    public Variable<T> LogSumExp(params int[] axes) => LogSumExp(axes, keepDimensions: false);

    /// <inheritdoc cref="Autograd.LogSumExp{T}"/>
    /// <param name="axes">The axes to reduce; none means all.</param>
    /// <param name="keepDimensions">Whether they stay, with extent 1.</param>
    public Variable<T> LogSumExp(int[] axes, bool keepDimensions) => new LogSumExp<T>(keepDimensions, axes).Apply(this);

    /// <inheritdoc cref="Autograd.Variance{T}"/>
    /// <param name="axes">The axes to reduce; none means all.</param>
    /// <param name="keepDimensions">Whether they stay, with extent 1.</param>
    /// <param name="correction">0 for the biased variance, 1 for the unbiased one.</param>
    public Variable<T> Variance(int[]? axes = null, bool keepDimensions = false, int correction = 0) =>
        new Variance<T>(keepDimensions, correction, axes ?? []).Apply(this);

    /// <inheritdoc cref="Autograd.Norm{T}"/>
    /// <param name="order">p, at least 1; ∞ is allowed.</param>
    /// <param name="axes">The axes to reduce; none means all.</param>
    /// <param name="keepDimensions">Whether they stay, with extent 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is less than 1.</exception>
    public Variable<T> Norm(double order = 2, int[]? axes = null, bool keepDimensions = false) =>
        new Norm<T>(order, keepDimensions, axes ?? []).Apply(this);
}
