using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>What is done with the position of a window's maximum.</summary>
internal unsafe interface IMaximumUse
{
    /// <summary>Whether the values are of the input's extents, not the output's.</summary>
    static abstract bool ReadsInput { get; }

    /// <summary>Whether the target is of the input's extents, not the output's.</summary>
    static abstract bool WritesInput { get; }

    /// <summary>Whether the maximum itself is what is taken, so that its position is not needed where the maximum is at hand.</summary>
    static abstract bool TakesMaximum { get; }

    /// <summary>One window, by its number and the position of its maximum in the plane.</summary>
    static abstract void Apply<T>(T* values, T* target, int window, int position)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>A vector of 2×2 windows, of which masks say where the maximum is.</summary>
    static abstract void Apply<T>(in MaximumMasks<T> masks, T* values, T* target, int window, int position, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>Takes the value there: values are x.</summary>
internal readonly unsafe struct MaximumTake : IMaximumUse
{
    public static bool ReadsInput => true;

    public static bool WritesInput => false;

    public static bool TakesMaximum => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T>(T* values, T* target, int window, int position)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => target[window] = values[position];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T>(in MaximumMasks<T> masks, T* values, T* target, int window, int position, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => LanePairs<T>.Reorder(masks.Maximum).Store(target + window);
}

/// <summary>Adds a window's value there.</summary>
internal readonly unsafe struct MaximumScatter : IMaximumUse
{
    public static bool ReadsInput => false;

    public static bool WritesInput => true;

    public static bool TakesMaximum => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T>(T* values, T* target, int window, int position)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => target[position] += values[window];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T>(in MaximumMasks<T> masks, T* values, T* target, int window, int position, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> value = LanePairs<T>.Reorder(Vector256.Load(values + window));
        (Vector256<T> top0, Vector256<T> top1) = LanePairs<T>.Merge(value & masks.TopLeft, value & masks.TopRight);
        (Vector256<T> bottom0, Vector256<T> bottom1) = LanePairs<T>.Merge(value & masks.BottomLeft, value & masks.BottomRight);
        top0.Store(target + position);
        top1.Store(target + position + Vector256<T>.Count);
        bottom0.Store(target + position + width);
        bottom1.Store(target + position + width + Vector256<T>.Count);
    }
}

/// <summary>Takes another tensor's value there.</summary>
internal readonly unsafe struct MaximumGather : IMaximumUse
{
    public static bool ReadsInput => true;

    public static bool WritesInput => false;

    public static bool TakesMaximum => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T>(T* values, T* target, int window, int position)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => target[window] = values[position];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T>(in MaximumMasks<T> masks, T* values, T* target, int window, int position, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T* top = values + position, bottom = top + width;
        (Vector256<T> topLeft, Vector256<T> topRight) = LanePairs<T>.Split(Vector256.Load(top), Vector256.Load(top + Vector256<T>.Count));
        (Vector256<T> left, Vector256<T> right) = LanePairs<T>.Split(Vector256.Load(bottom), Vector256.Load(bottom + Vector256<T>.Count));
        Vector256<T> fromTop = (topLeft & masks.TopLeft) | (topRight & masks.TopRight);
        Vector256<T> fromBottom = (left & masks.BottomLeft) | (right & masks.BottomRight);
        LanePairs<T>.Reorder(fromTop | fromBottom).Store(target + window);
    }
}
