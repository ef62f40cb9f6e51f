namespace NormNet.Tensors;

/// <summary>
/// An operand of a product, seen from the target: lanes are rows of op(A) or columns of op(B), steps are the terms of the sums.
/// </summary>
/// <param name="data">Lane 0, step 0.</param>
/// <param name="laneStride">Elements from lane to lane.</param>
/// <param name="stepStride">Elements from step to step; this or the other stride is 1.</param>
internal readonly unsafe struct ProductOperand<T>(T* data, nint laneStride, nint stepStride)
    where T : unmanaged
{
    public readonly T* Data = data;
    public readonly nint LaneStride = laneStride;
    public readonly nint StepStride = stepStride;

    /// <summary>The address of an element.</summary>
    public T* At(nint lane, nint step) => Data + (lane * LaneStride) + (step * StepStride);
}
