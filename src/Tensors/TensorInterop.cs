using System.Numerics;
using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace NormNet.Tensors;

/// <summary>To and from the spans of System.Numerics.Tensors and the matrices of MathNet.Numerics.</summary>
public static class TensorInterop
{
    /// <summary>A tensor as a span of System.Numerics.Tensors, without a copy.</summary>
    public static ReadOnlyTensorSpan<T> AsTensorSpan<T>(this Tensor<T> tensor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return new ReadOnlyTensorSpan<T>(tensor.AsSpan(), Lengths(tensor.Shape));
    }

    /// <summary>A copy of a span, gathered from whatever strides it has.</summary>
    public static Tensor<T> ToTensor<T>(this ReadOnlyTensorSpan<T> span)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] extents = new int[span.Lengths.Length];
        for (int axis = 0; axis < extents.Length; axis++)
            extents[axis] = checked((int)span.Lengths[axis]);

        T[] values = new T[checked((int)span.FlattenedLength)];
        span.FlattenTo(values);
        return Tensor<T>.Wrap(values, Shape.Of(extents));
    }

    /// <summary>A copy of a matrix, (rows, columns).</summary>
    public static Tensor<T> ToTensor<T>(this Matrix<T> matrix)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return Tensor<T>.Wrap(matrix.ToRowMajorArray(), [matrix.RowCount, matrix.ColumnCount]);
    }

    /// <summary>A copy of a tensor of rank 2 as a matrix.</summary>
    /// <exception cref="ArgumentException">The tensor has another rank.</exception>
    public static Matrix<T> ToMatrix<T>(this Tensor<T> tensor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.Rank == 2
            ? Matrix<T>.Build.DenseOfRowMajor(tensor.Shape[0], tensor.Shape[1], tensor.AsSpan().ToArray())
            : throw new ArgumentException(
                $"ToMatrix: a matrix needs a tensor of rank 2; this one has shape {tensor.Shape}.", nameof(tensor));
    }

    private static nint[] Lengths(Shape shape) => [.. shape.Select(extent => (nint)extent)];
}
