namespace NormNet.Tensors;

/// <summary>What a register tile asks of a vector width, so that one source serves 128, 256 and 512 bits.</summary>
/// <remarks>
/// The implementations are structs without fields: for each the compiler makes a kernel of its own with every call inlined.
/// </remarks>
internal unsafe interface ISimd<T, TVector>
    where T : unmanaged
    where TVector : unmanaged
{
    /// <summary>Elements of a vector; a constant to the compiler.</summary>
    static abstract int Count { get; }

    /// <summary>A vector from memory, at any alignment.</summary>
    static abstract TVector Load(T* source);

    /// <summary>A vector of one repeated element.</summary>
    static abstract TVector Broadcast(T* source);

    /// <summary>Writes a vector, at any alignment.</summary>
    static abstract void Store(TVector value, T* target);

    /// <summary>Elementwise sum.</summary>
    static abstract TVector Add(TVector left, TVector right);

    /// <summary>left · right + addend, rounded once where the hardware can.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>The sum of the elements.</summary>
    static abstract T Sum(TVector value);
}
