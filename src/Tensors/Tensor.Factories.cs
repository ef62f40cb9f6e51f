using System.Numerics;

namespace NormNet.Tensors;

public sealed partial class Tensor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A tensor of zeros.</summary>
    public static Tensor<T> Zeros(Shape shape) => Wrap(new T[CountOf(shape)], shape);

    /// <summary>A tensor of ones.</summary>
    public static Tensor<T> Ones(Shape shape) => Full(shape, 1);

    /// <summary>A tensor of one value throughout.</summary>
    public static Tensor<T> Full(Shape shape, double value)
    {
        T[] values = new T[CountOf(shape)];
        values.AsSpan().Fill(T.CreateTruncating(value));
        return Wrap(values, shape);
    }

    /// <summary>A tensor of rank 0.</summary>
    public static Tensor<T> Scalar(double value) => Full(Shape.Scalar, value);

    /// <summary>The vector 0, 1, …, count − 1.</summary>
    /// <exception cref="ArgumentException">The count is negative.</exception>
    public static Tensor<T> Arange(int count) => Arange(0, count);

    /// <summary>
    /// The vector start, start + step, start + 2·step, … as far as it stays before the end: ⌈(end − start)/step⌉ numbers.
    /// </summary>
    /// <exception cref="ArgumentException">The step is 0 or leads away from the end, or a number is not finite.</exception>
    public static Tensor<T> Arange(double start, double end, double step = 1)
    {
        double count = Math.Ceiling((end - start) / step);
        if (!(count >= 0 && count <= Array.MaxLength))
        {
            throw new ArgumentException(
                $"Arange: steps of {step} from {start} do not lead to {end} within {Array.MaxLength} numbers.", nameof(step));
        }

        T[] values = new T[(int)count];
        for (int i = 0; i < values.Length; i++)
            values[i] = T.CreateTruncating(start + (i * step));
        return Wrap(values, [values.Length]);
    }

    /// <summary>A vector of equally spaced numbers, the first and the last included: xᵢ = start + i·(end − start)/(count − 1).</summary>
    /// <exception cref="ArgumentException">The count is less than 1, or a number is not finite.</exception>
    public static Tensor<T> Linspace(double start, double end, int count)
    {
        if (count < 1 || !double.IsFinite(end - start))
            throw new ArgumentException($"Linspace: there are no {count} equally spaced numbers from {start} to {end}.", nameof(count));

        T[] values = new T[count];
        for (int i = 0; i < count; i++)
            values[i] = T.CreateTruncating(i < count - 1 || count == 1 ? start + (i * (end - start) / Math.Max(1, count - 1)) : end);
        return Wrap(values, [count]);
    }

    /// <summary>A matrix with ones on the diagonal and zeros elsewhere; square unless a number of columns is given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An extent is negative.</exception>
    public static Tensor<T> Eye(int rows, int? columns = null)
    {
        Tensor<T> identity = Zeros([rows, columns ?? rows]);
        Span<T> values = identity.AsWritableSpan();
        for (int i = 0; i < Math.Min(rows, columns ?? rows); i++)
            values[i * ((columns ?? rows) + 1)] = T.One;
        return identity;
    }

    /// <summary>A vector.</summary>
    public static Tensor<T> From(double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return FromDoubles(values, [values.Length]);
    }

    /// <summary>A matrix, row by row.</summary>
    /// <exception cref="ArgumentException">The rows have different lengths.</exception>
    public static Tensor<T> From(double[][] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int columns = rows.Length == 0 ? 0 : rows[0].Length;
        int ragged = Array.FindIndex(rows, row => row.Length != columns);
        return ragged < 0
            ? FromDoubles([.. rows.SelectMany(row => row)], [rows.Length, columns])
            : throw new ArgumentException(
                $"Tensor.From: row 0 has {columns} values, row {ragged} has {rows[ragged].Length}.", nameof(rows));
    }

    /// <summary>A tensor of rank 3, from equally shaped matrices.</summary>
    /// <exception cref="ArgumentException">The matrices have different shapes.</exception>
    public static Tensor<T> From(double[][][] matrices)
    {
        ArgumentNullException.ThrowIfNull(matrices);
        Tensor<T>[] parts = [.. matrices.Select(From)];
        Shape part = parts.Length == 0 ? [0, 0] : parts[0].Shape;
        int different = Array.FindIndex(parts, p => !p.Shape.Equals(part));
        if (different >= 0)
            throw new ArgumentException(
                $"Tensor.From: matrix 0 has shape {part}, matrix {different} has {parts[different].Shape}.", nameof(matrices));

        return Wrap([.. parts.SelectMany(p => p.Storage.Array)], [parts.Length, .. part]);
    }

    /// <summary>A copy of numbers under a shape.</summary>
    /// <exception cref="ArgumentException">The shape holds another number of elements.</exception>
    public static Tensor<T> From(ReadOnlySpan<T> values, Shape shape) => Wrap(values.ToArray(), shape);

    /// <summary>Numbers in double precision, rounded once to <typeparamref name="T"/>.</summary>
    /// <exception cref="ArgumentException">The shape holds another number of elements.</exception>
    public static Tensor<T> FromDoubles(ReadOnlySpan<double> values, Shape shape)
    {
        T[] converted = new T[values.Length];
        TensorConversion.Convert(values, converted.AsSpan());
        return Wrap(converted, shape);
    }

    /// <summary>A tensor over an array of the caller's, without a copy: both see each other's changes.</summary>
    /// <exception cref="ArgumentException">The shape holds another number of elements.</exception>
    public static Tensor<T> Wrap(T[] values, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Length == CountOf(shape)
            ? new Tensor<T>(new Storage<T>(values, pooled: false), shape)
            : throw new ArgumentException(
                $"A tensor of shape {shape} has {shape.Count} elements; {values.Length} values were given.", nameof(values));
    }

    /// <summary>A tensor from the pool whose numbers are whatever was there: for operations that write every element.</summary>
    /// <remarks>Made while an operation is applied on a tape, its memory goes back to the pool when the tape ends.</remarks>
    public static Tensor<T> Uninitialized(Shape shape) => new(StoragePool<T>.Rent(CountOf(shape)), shape);

    /// <summary>Hands a scratch tensor back to the pool; it and its views cannot be used any more.</summary>
    /// <remarks>For temporaries inside an operation. A tensor that a tape owns, or that wraps an array, is left as it is.</remarks>
    public static void Return(Tensor<T> scratch)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        if (scratch.Storage is { Pooled: true, Claimed: false } && !scratch.IsHandedBack)
            StoragePool<T>.Return(scratch.Storage);
    }

    private static int CountOf(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return shape.Count;
    }
}
