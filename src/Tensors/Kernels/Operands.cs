using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>What a loop reads an argument from: numbers in memory, or one number again and again.</summary>
internal unsafe interface IOperand<T, TSelf>
    where T : unmanaged
    where TSelf : struct, IOperand<T, TSelf>
{
    /// <summary>The operand that begins at an address.</summary>
    static abstract TSelf At(T* start);

    /// <summary>The vector that starts at an index.</summary>
    Vector256<T> Load(int index);

    /// <summary>Fewer numbers than a vector holds, in its first lanes; the other lanes are anything.</summary>
    Vector256<T> LoadPart(int index, int count);
}

/// <summary>Numbers in memory.</summary>
internal readonly unsafe struct Elements<T>(T* start) : IOperand<T, Elements<T>>
    where T : unmanaged
{
    private readonly T* _start = start;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Elements<T> At(T* start) => new(start);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Load(int index) => Vector256.Load(_start + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> LoadPart(int index, int count) => VectorPart.Load(_start + index, count);
}

/// <summary>One number, repeated.</summary>
internal readonly unsafe struct Repeated<T>(T value) : IOperand<T, Repeated<T>>
    where T : unmanaged
{
    private readonly Vector256<T> _value = Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Repeated<T> At(T* start) => new(*start);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Load(int index) => _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> LoadPart(int index, int count) => _value;
}

/// <summary>Vectors of which only the first lanes are in memory.</summary>
internal static unsafe class VectorPart
{
    /// <summary>The first numbers of a vector; 0 in the other lanes.</summary>
    public static Vector256<T> Load<T>(T* source, int count)
        where T : unmanaged
    {
        Vector256<T> vector = default;
        T* lanes = (T*)&vector;
        for (int i = 0; i < count; i++)
            lanes[i] = source[i];
        return vector;
    }

    /// <summary>Writes the first lanes of a vector.</summary>
    public static void Store<T>(Vector256<T> vector, T* target, int count)
        where T : unmanaged
    {
        T* lanes = (T*)&vector;
        for (int i = 0; i < count; i++)
            target[i] = lanes[i];
    }
}
