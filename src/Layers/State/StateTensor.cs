using System.Numerics;
using System.Runtime.InteropServices;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>The numbers of one parameter or buffer as a state file holds them: an element type, a shape, little-endian bytes.</summary>
/// <remarks>Immutable and independent of any model; the precision is that of whoever wrote it, and reading converts.</remarks>
public sealed class StateTensor
{
    private readonly byte[] _bytes;

    internal StateTensor(ElementType type, Shape shape, byte[] bytes)
    {
        Type = type;
        Shape = shape;
        _bytes = bytes;
    }

    /// <summary>How each number is stored.</summary>
    public ElementType Type { get; }

    /// <summary>The extents, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>The numbers in row-major order, little-endian.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    internal bool IsReal => Type is ElementType.F16 or ElementType.BF16 or ElementType.F32 or ElementType.F64;

    internal bool IsInteger => Type is ElementType.I64 or ElementType.I32;

    /// <summary>A copy of a tensor, in its own precision.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is none of Half, float and double.</exception>
    public static StateTensor From<T>(Tensor<T> tensor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ElementType type = typeof(T) == typeof(float) ? ElementType.F32
            : typeof(T) == typeof(double) ? ElementType.F64
            : typeof(T) == typeof(Half) ? ElementType.F16
            : throw new ArgumentException($"StateTensor: there is no element type for numbers of type {typeof(T).Name}.", nameof(tensor));
        return new StateTensor(type, tensor.Shape, MemoryMarshal.AsBytes(tensor.AsSpan()).ToArray());
    }

    /// <summary>A copy of integers, as <see cref="ElementType.I64"/>.</summary>
    /// <exception cref="ArgumentException">The shape holds another number of elements.</exception>
    public static StateTensor FromIntegers(ReadOnlySpan<long> values, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return values.Length == shape.Count
            ? new StateTensor(ElementType.I64, shape, MemoryMarshal.AsBytes(values).ToArray())
            : throw new ArgumentException($"StateTensor: {values.Length} values do not fill shape {shape}.", nameof(values));
    }

    /// <summary>The numbers as a new tensor, rounded to <typeparamref name="T"/> where it is narrower.</summary>
    /// <exception cref="InvalidOperationException">The element type is none of F16, BF16, F32 and F64.</exception>
    public Tensor<T> ToTensor<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Type switch
        {
            ElementType.F64 => Convert<double, T>(),
            ElementType.F32 => Convert<float, T>(),
            ElementType.F16 => Convert<Half, T>(),
            ElementType.BF16 => WidenBrainFloats().Cast<T>(),
            _ => throw new InvalidOperationException($"{this} does not hold real numbers; a tensor is read from F16, BF16, F32 or F64."),
        };

    /// <summary>The numbers as integers.</summary>
    /// <exception cref="InvalidOperationException">The element type is neither I64 nor I32.</exception>
    public long[] ToIntegers() => Type switch
    {
        ElementType.I64 => MemoryMarshal.Cast<byte, long>(_bytes).ToArray(),
        ElementType.I32 => Array.ConvertAll(MemoryMarshal.Cast<byte, int>(_bytes).ToArray(), value => (long)value),
        _ => throw new InvalidOperationException($"{this} does not hold integers; they are read from I64 or I32."),
    };

    /// <summary>Element type and shape, such as <c>F32 (16, 1, 3, 3)</c>.</summary>
    public override string ToString() => $"{Type.FileName()} {Shape}";

    private Tensor<TTo> Convert<TFrom, TTo>()
        where TFrom : unmanaged, IBinaryFloatingPointIeee754<TFrom>
        where TTo : unmanaged, IBinaryFloatingPointIeee754<TTo>
    {
        var stored = Tensor<TFrom>.From(MemoryMarshal.Cast<byte, TFrom>(_bytes), Shape);
        return stored as Tensor<TTo> ?? stored.Cast<TTo>();
    }

    private Tensor<float> WidenBrainFloats()
    {
        ReadOnlySpan<ushort> upper = MemoryMarshal.Cast<byte, ushort>(_bytes);
        float[] values = new float[upper.Length];
        for (int i = 0; i < upper.Length; i++)
            values[i] = BitConverter.UInt32BitsToSingle((uint)upper[i] << 16);
        return Tensor<float>.Wrap(values, Shape);
    }
}
