using System.Numerics;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>Some whole channels of <see cref="NormalizationColumns{T}"/>, side by side, with what each column needs; and the loops over their rows.</summary>
internal unsafe struct ColumnStrip<T>(double* sums, T* values)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
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

    private static int Lanes => Vector256<T>.Count;

    internal void Place(in NormalizationLayout layout, int group, int channels)
    {
        _layout = layout;
        _width = channels * layout.Length;
        (Group, Channels, Start) = (group, channels, layout.StartOf(group));
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

    /// <summary>Σ(x − shift) of each column, the shift in <see cref="Mean"/>.</summary>
    internal readonly void Sum(T* x)
    {
        new Span<double>(First, _width).Clear();
        for (int row = 0; row < _layout.Segments; row++, x += _layout.SegmentStride)
        {
            int j = 0;
            for (; j <= _width - Lanes; j += Lanes)
                ColumnSums<T>.Add(Vector256.Load(x + j) - Vector256.Load(Mean + j), First + j);
            for (; j < _width; j++)
                First[j] += double.CreateTruncating(x[j] - Mean[j]);
        }
    }

    /// <summary>Σ(x − μ)² of each column.</summary>
    internal readonly void SumOfSquares(T* x)
    {
        new Span<double>(First, _width).Clear();
        for (int row = 0; row < _layout.Segments; row++, x += _layout.SegmentStride)
        {
            int j = 0;
            for (; j <= _width - Lanes; j += Lanes)
            {
                Vector256<T> centered = At(j).Center(Vector256.Load(x + j));
                ColumnSums<T>.AddProduct(centered, centered, First + j);
            }

            for (; j < _width; j++)
            {
                double centered = double.CreateTruncating(One(j).Center(x[j]));
                First[j] += centered * centered;
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
        for (int row = 0; row < _layout.Segments; row++, x += _layout.SegmentStride, upstream += _layout.SegmentStride)
        {
            int j = 0;
            for (; j <= _width - Lanes; j += Lanes)
            {
                Vector256<T> u = Vector256.Load(upstream + j);
                ColumnSums<T>.Add(u, First + j);
                ColumnSums<T>.AddProduct(u, At(j).Apply(Vector256.Load(x + j)), Second + j);
            }

            for (; j < _width; j++)
            {
                double u = double.CreateTruncating(upstream[j]);
                First[j] += u;
                Second[j] += u * double.CreateTruncating(One(j).Apply(x[j]));
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

    private readonly Standardization<T> At(int column) =>
        new(Vector256.Load(Mean + column), Vector256.Load(MeanLow + column), Vector256.Load(Inverse + column));

    private readonly Standardization<T> One(int column) => new(Mean[column], MeanLow[column], Inverse[column]);
}
