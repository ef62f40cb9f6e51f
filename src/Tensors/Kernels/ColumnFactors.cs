using System.Numerics;
using System.Runtime.CompilerServices;

namespace NormNet.Tensors;

/// <summary>What every column of a <see cref="ColumnStrip{T}"/> has of its own: its statistic and up to three numbers more.</summary>
internal unsafe struct ColumnFactors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal T* Mean;

    internal T* MeanLow;

    internal T* Inverse;

    /// <summary>γ forward, the scale of u backward.</summary>
    internal T* A;

    /// <summary>β forward, the slope of x̂ backward.</summary>
    internal T* B;

    /// <summary>The offset backward.</summary>
    internal T* C;

    /// <summary>The statistics of adjacent columns, as many as there are lanes or fewer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly Standardization<T> At(int column, int lanes) =>
        new(VectorPart.Load(Mean + column, lanes), VectorPart.Load(MeanLow + column, lanes), VectorPart.Load(Inverse + column, lanes));
}
