using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>Some whole channels of <see cref="NormalizationColumns{T}"/>, side by side, with what each column needs; and the loops over their rows.</summary>
/// <remarks>Sums take four rows at a time in <typeparamref name="T"/> and are then added in double, as in <see cref="NormalizationSweeps{T}"/>.</remarks>
internal unsafe struct ColumnStrip<T>(double* sums, T* values)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many numbers of <typeparamref name="T"/> the strip keeps for a column.</summary>
    internal const int Rows = 7;

    private const int Widest = NormalizationColumns<T>.Widest;

    private NormalizationLayout _layout;
    private int _width;

    /// <summary>The first group of the strip.</summary>
    internal int Group { get; private set; }

    internal int Channels { get; private set; }

    /// <summary>The position of the strip's first value.</summary>
    internal int Start { get; private set; }

    internal readonly double* First => sums;

    internal readonly double* Second => sums + Widest;

    internal readonly T* Mean => values;

    internal readonly T* MeanLow => values + Widest;

    internal readonly T* Inverse => values + (2 * Widest);

    /// <summary>γ forward, the scale of u backward.</summary>
    internal readonly T* A => values + (3 * Widest);

    /// <summary>β forward, the slope of x̂ backward.</summary>
    internal readonly T* B => values + (4 * Widest);

    /// <summary>The offset backward.</summary>
    internal readonly T* C => values + (5 * Widest);

    /// <summary>Zeros, which stand for rows that are not there in a sum.</summary>
    private readonly T* Zeros => values + (6 * Widest);

    private static int Lanes => Vector256<T>.Count;

    internal void Place(in NormalizationLayout layout, int group, int channels)
    {
        _layout = layout;
        _width = channels * layout.Length;
        (Group, Channels, Start) = (group, channels, layout.StartOf(group));
        new Span<T>(Zeros, _width).Clear();
    }

    /// <summary>Writes a value of each channel to its columns.</summary>
    internal readonly void Repeat(T* columns, T* perChannel, T otherwise)
    {
        for (int c = 0; c < Channels; c++)
        {
            T value = perChannel == null ? otherwise : perChannel[(Group % _layout.Inner) + c];
            new Span<T>(columns + (c * _layout.Length), _layout.Length).Fill(value);
        }
    }

    /// <summary>The sum of a channel's columns.</summary>
    internal readonly double Total(double* columnSums, int channel)
    {
        double total = 0;
        for (int j = channel * _layout.Length; j < (channel + 1) * _layout.Length; j++)
            total += columnSums[j];
        return total;
    }

    /// <summary>Σx of each column.</summary>
    internal readonly void Sum(T* x)
    {
        new Span<double>(First, _width).Clear();
        for (int row = 0; row < _layout.Segments; row += 4)
        {
            T* x0 = Row(x, row, Zeros), x1 = Row(x, row + 1, Zeros), x2 = Row(x, row + 2, Zeros), x3 = Row(x, row + 3, Zeros);
            int j = 0;
            for (; j <= _width - Lanes; j += Lanes)
                ColumnSums<T>.Add(Vector256.Load(x0 + j) + Vector256.Load(x1 + j) + (Vector256.Load(x2 + j) + Vector256.Load(x3 + j)), First + j);
            for (; j < _width; j++)
                First[j] += double.CreateTruncating(x0[j] + x1[j] + (x2[j] + x3[j]));
        }
    }

    /// <summary>Σ(x − c) and Σ(x − c)² of each column, the centers c in <see cref="Mean"/>.</summary>
    internal readonly void Moments(T* x)
    {
        new Span<double>(First, _width).Clear();
        new Span<double>(Second, _width).Clear();
        for (int row = 0; row < _layout.Segments; row += 4)
        {
            T* x0 = Row(x, row, Mean), x1 = Row(x, row + 1, Mean), x2 = Row(x, row + 2, Mean), x3 = Row(x, row + 3, Mean);
            int j = 0;
            for (; j <= _width - Lanes; j += Lanes)
            {
                Vector256<T> c = Vector256.Load(Mean + j), d0 = Vector256.Load(x0 + j) - c, d1 = Vector256.Load(x1 + j) - c;
                Vector256<T> d2 = Vector256.Load(x2 + j) - c, d3 = Vector256.Load(x3 + j) - c;
                ColumnSums<T>.Add(d0 + d1 + (d2 + d3), First + j);
                ColumnSums<T>.Add((d0 * d0) + (d1 * d1) + ((d2 * d2) + (d3 * d3)), Second + j);
            }

            for (; j < _width; j++)
            {
                T c = Mean[j], d0 = x0[j] - c, d1 = x1[j] - c, d2 = x2[j] - c, d3 = x3[j] - c;
                First[j] += double.CreateTruncating(d0 + d1 + (d2 + d3));
                Second[j] += double.CreateTruncating((d0 * d0) + (d1 * d1) + ((d2 * d2) + (d3 * d3)));
            }
        }
    }

    /// <summary>y = γ·x̂ + β.</summary>
    internal readonly void Normalize(T* x, T* y)
    {
        for (int row = 0; row < _layout.Segments; row++, x += _layout.SegmentStride, y += _layout.SegmentStride)
        {
            int j = 0;
            for (; j <= _width - Lanes; j += Lanes)
                ((At(j).Apply(Vector256.Load(x + j)) * Vector256.Load(A + j)) + Vector256.Load(B + j)).Store(y + j);
            for (; j < _width; j++)
                y[j] = (One(j).Apply(x[j]) * A[j]) + B[j];
        }
    }

    /// <summary>Σu and Σu·x̂ of each column.</summary>
    internal readonly void SumUpstream(T* x, T* upstream)
    {
        new Span<double>(First, _width).Clear();
        new Span<double>(Second, _width).Clear();
        for (int row = 0; row < _layout.Segments; row += 4)
        {
            T* x0 = Row(x, row, Mean), x1 = Row(x, row + 1, Mean), x2 = Row(x, row + 2, Mean), x3 = Row(x, row + 3, Mean);
            T* u0 = Row(upstream, row, Zeros), u1 = Row(upstream, row + 1, Zeros), u2 = Row(upstream, row + 2, Zeros), u3 = Row(upstream, row + 3, Zeros);
            int j = 0;
            for (; j <= _width - Lanes; j += Lanes)
            {
                Standardization<T> standard = At(j);
                Vector256<T> v0 = Vector256.Load(u0 + j), v1 = Vector256.Load(u1 + j), v2 = Vector256.Load(u2 + j), v3 = Vector256.Load(u3 + j);
                ColumnSums<T>.Add(v0 + v1 + (v2 + v3), First + j);
                v0 *= standard.Apply(Vector256.Load(x0 + j));
                v1 *= standard.Apply(Vector256.Load(x1 + j));
                v2 *= standard.Apply(Vector256.Load(x2 + j));
                v3 *= standard.Apply(Vector256.Load(x3 + j));
                ColumnSums<T>.Add(v0 + v1 + (v2 + v3), Second + j);
            }

            for (; j < _width; j++)
            {
                Standardization<T> standard = One(j);
                First[j] += double.CreateTruncating(u0[j] + u1[j] + (u2[j] + u3[j]));
                Second[j] += double.CreateTruncating(
                    (u0[j] * standard.Apply(x0[j])) + (u1[j] * standard.Apply(x1[j])) + ((u2[j] * standard.Apply(x2[j])) + (u3[j] * standard.Apply(x3[j]))));
            }
        }
    }

    /// <summary>∂ℓ/∂x = scale·u − offset − x̂·slope.</summary>
    internal readonly void InputGradient(T* x, T* upstream, T* gradient)
    {
        int stride = _layout.SegmentStride;
        for (int row = 0; row < _layout.Segments; row++, x += stride, upstream += stride, gradient += stride)
        {
            int j = 0;
            for (; j <= _width - Lanes; j += Lanes)
            {
                Vector256<T> direct = (Vector256.Load(upstream + j) * Vector256.Load(A + j)) - Vector256.Load(C + j);
                (direct - (At(j).Apply(Vector256.Load(x + j)) * Vector256.Load(B + j))).Store(gradient + j);
            }

            for (; j < _width; j++)
                gradient[j] = (upstream[j] * A[j]) - C[j] - (One(j).Apply(x[j]) * B[j]);
        }
    }

    /// <summary>A row, or what stands for it past the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly T* Row(T* first, int row, T* otherwise) => row < _layout.Segments ? first + (row * _layout.SegmentStride) : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Standardization<T> At(int column) =>
        new(Vector256.Load(Mean + column), Vector256.Load(MeanLow + column), Vector256.Load(Inverse + column));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Standardization<T> One(int column) => new(Mean[column], MeanLow[column], Inverse[column]);
}
