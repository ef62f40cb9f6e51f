using System.Numerics;
using System.Runtime.InteropServices;

namespace NormNet.Tensors;

/// <summary>One array as a NumPy file holds it: an element type, a shape, the numbers.</summary>
/// <remarks>Immutable. The precision is that of whoever wrote it, and reading it as a tensor converts.</remarks>
public sealed class NpyArray
{
    private readonly NpyElementType _type;
    private readonly byte[] _bytes;

    /// <param name="type">How one number is stored.</param>
    /// <param name="shape">The extents, outermost first.</param>
    /// <param name="bytes">The numbers in row-major order, little-endian.</param>
    internal NpyArray(NpyElementType type, Shape shape, byte[] bytes) => (_type, Shape, _bytes) = (type, shape, bytes);

    /// <summary>The extents, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>How one number is stored, in NumPy's words: <c>f4</c> is a float of 4 bytes, <c>i8</c> an integer of 8.</summary>
    public string ElementType => _type.ToString();

    internal string Descriptor => _type.Descriptor;

    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>A copy of a tensor, in its own precision.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is none of Half, float and double.</exception>
    public static NpyArray From<T>(Tensor<T> tensor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(tensor);
        int size = Marshal.SizeOf<T>();
        return typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(Half)
            ? new NpyArray(new('f', size), tensor.Shape, MemoryMarshal.AsBytes(tensor.AsSpan()).ToArray())
            : throw new ArgumentException($"NpyArray: there is no element type for numbers of type {typeof(T).Name}.", nameof(tensor));
    }

    /// <summary>A copy of indices, as integers of 4 bytes.</summary>
    public static NpyArray From(IndexTensor indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return new NpyArray(new('i', sizeof(int)), indices.Shape, MemoryMarshal.AsBytes(indices.AsSpan()).ToArray());
    }

    /// <summary>
    /// The numbers as a new tensor, integers and truth values (0 and 1) too, rounded where <typeparamref name="T"/> is narrower.
    /// </summary>
    public Tensor<T> ToTensor<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Tensor<T>.Wrap(_type.ToString() switch
        {
            "f2" => Convert<Half, T>(T.CreateTruncating),
            "f4" => Convert<float, T>(T.CreateTruncating),
            "f8" => Convert<double, T>(T.CreateTruncating),
            "i1" => Convert<sbyte, T>(T.CreateTruncating),
            "i2" => Convert<short, T>(T.CreateTruncating),
            "i4" => Convert<int, T>(T.CreateTruncating),
            "i8" => Convert<long, T>(T.CreateTruncating),
            "u2" => Convert<ushort, T>(T.CreateTruncating),
            "u4" => Convert<uint, T>(T.CreateTruncating),
            "u8" => Convert<ulong, T>(T.CreateTruncating),
            _ => Convert<byte, T>(T.CreateTruncating),
        }, Shape);

    /// <summary>The numbers as indices.</summary>
    /// <exception cref="InvalidOperationException">They are not integers, or one does not fit in 32 bits with its sign.</exception>
    public IndexTensor ToIndices() => IndexTensor.Wrap(_type.ToString() switch
    {
        "i1" => Convert<sbyte, int>(value => value),
        "i2" => Convert<short, int>(value => value),
        "i4" => Convert<int, int>(value => value),
        "i8" => Convert<long, int>(Narrow),
        "u1" or "b1" => Convert<byte, int>(value => value),
        "u2" => Convert<ushort, int>(value => value),
        "u4" => Convert<uint, int>(value => Narrow(value)),
        "u8" => Convert<ulong, int>(value => Narrow((long)Math.Min(value, long.MaxValue))),
        _ => throw new InvalidOperationException($"{this} does not hold integers; indices are read from i1 … i8, u1 … u8 or b1."),
    }, Shape);

    /// <summary>Element type and shape, such as <c>f4 (16, 3)</c>.</summary>
    public override string ToString() => $"{ElementType} {Shape}";

    private TTo[] Convert<TFrom, TTo>(Func<TFrom, TTo> convert)
        where TFrom : unmanaged
    {
        ReadOnlySpan<TFrom> stored = MemoryMarshal.Cast<byte, TFrom>(_bytes);
        var values = new TTo[stored.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = convert(stored[i]);
        return values;
    }

    private int Narrow(long value) => value is >= int.MinValue and <= int.MaxValue
        ? (int)value
        : throw new InvalidOperationException($"{this}: the value {value} does not fit in an index of 32 bits.");
}
