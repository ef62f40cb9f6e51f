using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>What a loop reads an argument from: numbers in memory, or one number again and again.</summary>
internal interface IOperand<T>
    where T : unmanaged
{
    /// <summary>The vector that starts at an index.</summary>
    Vector256<T> Load(int index);

    /// <summary>Fewer numbers than a vector holds, in its first lanes; the other lanes are anything.</summary>
    Vector256<T> LoadPart(int index, int count);
}

/// <summary>An operand that is made from an address alone, as every row of a broadcast needs another.</summary>
internal unsafe interface IRowOperand<T, TSelf> : IOperand<T>
    where T : unmanaged
    where TSelf : struct, IRowOperand<T, TSelf>
{
    /// <summary>The operand that begins at an address.</summary>
    static abstract TSelf At(T* start);
}

/// <summary>Numbers in memory.</summary>
internal readonly unsafe struct Elements<T>(T* start) : IRowOperand<T, Elements<T>>
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
internal readonly unsafe struct Repeated<T>(T value) : IRowOperand<T, Repeated<T>>
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
