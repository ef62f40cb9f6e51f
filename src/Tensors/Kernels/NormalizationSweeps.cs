using System.Numerics;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>The loops of the normalization kernel over one run of adjacent values: sums first, then the values that need them.</summary>
/// <remarks>
/// Sums take four vectors at a time: their sum is short enough for <typeparamref name="T"/>, with an error of at most 3·u of the
/// terms' sizes, and is then added in double, so that long sums err no more than that. The order of the additions depends on the
/// number of values alone. The first sweep over a run fetches the one that comes after it; otherwise waiting for memory would alternate
/// with sweeps over what is in cache. Results of forward that the caches cannot keep are written past them; those of backward are not,
/// because that was slower.
/// </remarks>
internal static unsafe class NormalizationSweeps<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static int Width => Vector256<T>.Count;

    /// <summary>Adds Σx; fetches what lies ahead.</summary>
    internal static void Sum(T* x, int count, int ahead, ref WideSum<T> total)
    {
        WideSum<T> sum = total;
        int i = 0;
        for (; i <= count - (4 * Width); i += 4 * Width)
        {
            T* p = x + i;
            MemoryHints.Fetch(p + ahead);
            MemoryHints.Fetch(p + ahead + (2 * Width));
            sum.Add(Vector256.Load(p) + Vector256.Load(p + Width) + (Vector256.Load(p + (2 * Width)) + Vector256.Load(p + (3 * Width))));
        }

        for (; i <= count - Width; i += Width)
            sum.Add(Vector256.Load(x + i));
        for (; i < count; i++)
            sum.Add(double.CreateTruncating(x[i]));
        total = sum;
    }

    /// <summary>Adds Σ(x − c) and Σ(x − c)².</summary>
    internal static void Moments(T* x, int count, T center, ref WideSum<T> first, ref WideSum<T> second)
    {
        WideSum<T> sum = first, squares = second;
        Vector256<T> c = Vector256.Create(center);
        int i = 0;
        for (; i <= count - (4 * Width); i += 4 * Width)
        {
            Vector256<T> d0 = Vector256.Load(x + i) - c, d1 = Vector256.Load(x + i + Width) - c;
            Vector256<T> d2 = Vector256.Load(x + i + (2 * Width)) - c, d3 = Vector256.Load(x + i + (3 * Width)) - c;
            sum.Add(d0 + d1 + (d2 + d3));
            squares.Add((d0 * d0) + (d1 * d1) + ((d2 * d2) + (d3 * d3)));
        }

        for (; i <= count - Width; i += Width)
        {
            Vector256<T> d = Vector256.Load(x + i) - c;
            sum.Add(d);
            squares.Add(d * d);
        }

        for (; i < count; i++)
        {
            double d = double.CreateTruncating(x[i] - center);
            sum.Add(d);
            squares.Add(d * d);
        }

        (first, second) = (sum, squares);
    }

    /// <summary>y = γ·x̂ + β, one γ and β for the run.</summary>
    internal static void Normalize(T* x, T* y, int count, in Standardization<T> standardization, T weight, T bias, bool pastCaches)
    {
        Standardization<T> standard = standardization;
        Vector256<T> weights = Vector256.Create(weight), biases = Vector256.Create(bias);
        int i = 0;
        for (int start = StartOf(y, count, pastCaches); i < start; i++)
            y[i] = (standard.Apply(x[i]) * weight) + bias;
        for (; i <= count - Width; i += Width)
            MemoryHints.Store((standard.Apply(Vector256.Load(x + i)) * weights) + biases, y + i, pastCaches);
        for (; i < count; i++)
            y[i] = (standard.Apply(x[i]) * weight) + bias;
    }

    /// <summary>y = γ·x̂ + β, a γ and β for each position.</summary>
    internal static void Normalize(T* x, T* y, int count, in Standardization<T> standardization, T* weight, T* bias, bool pastCaches)
    {
        Standardization<T> standard = standardization;
        int i = 0;
        for (int start = StartOf(y, count, pastCaches); i < start; i++)
            y[i] = (standard.Apply(x[i]) * weight[i]) + bias[i];
        for (; i <= count - Width; i += Width)
            MemoryHints.Store(
                (standard.Apply(Vector256.Load(x + i)) * Vector256.Load(weight + i)) + Vector256.Load(bias + i), y + i, pastCaches);
        for (; i < count; i++)
            y[i] = (standard.Apply(x[i]) * weight[i]) + bias[i];
    }

    /// <summary>Adds Σu and Σu·x̂ for the upstream gradient u; fetches what lies ahead.</summary>
    internal static void Sums(
        T* x, T* upstream, int count, int ahead, in Standardization<T> standardization, ref WideSum<T> sum, ref WideSum<T> products)
    {
        WideSum<T> u = sum, ux = products;
        Standardization<T> standard = standardization;
        int i = 0;
        for (; i <= count - (4 * Width); i += 4 * Width)
        {
            T* p = x + i, q = upstream + i;
            MemoryHints.Fetch(p + ahead);
            MemoryHints.Fetch(p + ahead + (2 * Width));
            MemoryHints.Fetch(q + ahead);
            MemoryHints.Fetch(q + ahead + (2 * Width));
            Vector256<T> u0 = Vector256.Load(q), u1 = Vector256.Load(q + Width);
            Vector256<T> u2 = Vector256.Load(q + (2 * Width)), u3 = Vector256.Load(q + (3 * Width));
            u.Add(u0 + u1 + (u2 + u3));
            u0 *= standard.Apply(Vector256.Load(p));
            u1 *= standard.Apply(Vector256.Load(p + Width));
            u2 *= standard.Apply(Vector256.Load(p + (2 * Width)));
            u3 *= standard.Apply(Vector256.Load(p + (3 * Width)));
            ux.Add(u0 + u1 + (u2 + u3));
        }

        for (; i <= count - Width; i += Width)
        {
            Vector256<T> gradient = Vector256.Load(upstream + i);
            u.Add(gradient);
            ux.Add(gradient * standard.Apply(Vector256.Load(x + i)));
        }

        for (; i < count; i++)
        {
            u.Add(double.CreateTruncating(upstream[i]));
            ux.Add(double.CreateTruncating(upstream[i]) * double.CreateTruncating(standard.Apply(x[i])));
        }

        (sum, products) = (u, ux);
    }

    /// <summary>
    /// Adds Σg and Σg·x̂ for g = γ·u, a γ for each position; and u and u·x̂ to sums that each position has; fetches what lies ahead.
    /// </summary>
    internal static void Sums(
        T* x,
        T* upstream,
        T* weight,
        T* columns,
        T* columnProducts,
        int count,
        int ahead,
        in Standardization<T> standardization,
        ref WideSum<T> sum,
        ref WideSum<T> products)
    {
        WideSum<T> g = sum, gx = products;
        Standardization<T> standard = standardization;
        int i = 0;
        for (; i <= count - (2 * Width); i += 2 * Width)
        {
            int j = i + Width;
            MemoryHints.Fetch(x + i + ahead);
            MemoryHints.Fetch(upstream + i + ahead);
            Vector256<T> u0 = Vector256.Load(upstream + i), u1 = Vector256.Load(upstream + j);
            Vector256<T> p0 = u0 * standard.Apply(Vector256.Load(x + i)), p1 = u1 * standard.Apply(Vector256.Load(x + j));
            (Vector256.Load(columns + i) + u0).Store(columns + i);
            (Vector256.Load(columns + j) + u1).Store(columns + j);
            (Vector256.Load(columnProducts + i) + p0).Store(columnProducts + i);
            (Vector256.Load(columnProducts + j) + p1).Store(columnProducts + j);
            Vector256<T> w0 = Vector256.Load(weight + i), w1 = Vector256.Load(weight + j);
            g.Add((u0 * w0) + (u1 * w1));
            gx.Add((p0 * w0) + (p1 * w1));
        }

        for (; i < count; i++)
        {
            T product = upstream[i] * standard.Apply(x[i]);
            columns[i] += upstream[i];
            columnProducts[i] += product;
            g.Add(double.CreateTruncating(upstream[i] * weight[i]));
            gx.Add(double.CreateTruncating(product * weight[i]));
        }

        (sum, products) = (g, gx);
    }

    /// <summary>∂ℓ/∂x = scale·u − x̂·slope − offset, with one γ in the scale.</summary>
    internal static void InputGradient(
        T* x, T* upstream, T* gradient, int count, in Standardization<T> standardization, T scale, T slope, T offset)
    {
        Standardization<T> standard = standardization;
        Vector256<T> scales = Vector256.Create(scale), slopes = Vector256.Create(slope), offsets = Vector256.Create(offset);
        int i = 0;
        for (; i <= count - Width; i += Width)
        {
            Vector256<T> direct = (Vector256.Load(upstream + i) * scales) - offsets;
            (direct - (standard.Apply(Vector256.Load(x + i)) * slopes)).Store(gradient + i);
        }

        for (; i < count; i++)
            gradient[i] = (upstream[i] * scale) - offset - (standard.Apply(x[i]) * slope);
    }

    /// <summary>∂ℓ/∂x = scale·γ·u − x̂·slope − offset, a γ for each position.</summary>
    internal static void InputGradient(
        T* x, T* upstream, T* weight, T* gradient, int count, in Standardization<T> standardization, T scale, T slope, T offset)
    {
        Standardization<T> standard = standardization;
        Vector256<T> scales = Vector256.Create(scale), slopes = Vector256.Create(slope), offsets = Vector256.Create(offset);
        int i = 0;
        for (; i <= count - Width; i += Width)
        {
            Vector256<T> direct = (Vector256.Load(upstream + i) * Vector256.Load(weight + i) * scales) - offsets;
            (direct - (standard.Apply(Vector256.Load(x + i)) * slopes)).Store(gradient + i);
        }

        for (; i < count; i++)
            gradient[i] = (upstream[i] * weight[i] * scale) - offset - (standard.Apply(x[i]) * slope);
    }

    /// <summary>Where vectors begin: at once, or where the target is aligned.</summary>
    private static int StartOf(T* target, int count, bool pastCaches) =>
        pastCaches ? Math.Min(count, MemoryHints.BeforeAligned(target)) : 0;
}
