using System.Numerics;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>The loops of the normalization kernel over one run of adjacent values: sums first, then the values that need them.</summary>
internal static unsafe class NormalizationSweeps<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static int Width => Vector256<T>.Count;

    /// <summary>Adds Σ(x − shift).</summary>
    internal static void Sum(T* x, int count, T shift, ref WideSum<T> total)
    {
        WideSum<T> sum = total;
        Vector256<T> shifts = Vector256.Create(shift);
        int i = 0;
        for (; i <= count - (2 * Width); i += 2 * Width)
            sum.Add(Vector256.Load(x + i) - shifts, Vector256.Load(x + i + Width) - shifts);
        for (; i < count; i++)
            sum.Add(x[i] - shift);
        total = sum;
    }

    /// <summary>Adds Σ(x − μ)².</summary>
    internal static void SumOfSquares(T* x, int count, in Standardization<T> standardization, ref WideSum<T> total)
    {
        WideSum<T> sum = total;
        Standardization<T> standard = standardization;
        int i = 0;
        for (; i <= count - (2 * Width); i += 2 * Width)
        {
            Vector256<T> first = standard.Center(Vector256.Load(x + i)), second = standard.Center(Vector256.Load(x + i + Width));
            sum.AddProduct(first, first, second, second);
        }

        for (; i < count; i++)
            sum.AddProduct(standard.Center(x[i]), standard.Center(x[i]));
        total = sum;
    }

    /// <summary>y = γ·x̂ + β, one γ and β for the run.</summary>
    internal static void Normalize(T* x, T* y, int count, in Standardization<T> standardization, T weight, T bias)
    {
        Standardization<T> standard = standardization;
        Vector256<T> weights = Vector256.Create(weight), biases = Vector256.Create(bias);
        int i = 0;
        for (; i <= count - Width; i += Width)
            ((standard.Apply(Vector256.Load(x + i)) * weights) + biases).Store(y + i);
        for (; i < count; i++)
            y[i] = (standard.Apply(x[i]) * weight) + bias;
    }

    /// <summary>y = γ·x̂ + β, a γ and β for each position.</summary>
    internal static void Normalize(T* x, T* y, int count, in Standardization<T> standardization, T* weight, T* bias)
    {
        Standardization<T> standard = standardization;
        int i = 0;
        for (; i <= count - Width; i += Width)
            ((standard.Apply(Vector256.Load(x + i)) * Vector256.Load(weight + i)) + Vector256.Load(bias + i)).Store(y + i);
        for (; i < count; i++)
            y[i] = (standard.Apply(x[i]) * weight[i]) + bias[i];
    }

    /// <summary>Adds Σu and Σu·x̂ for the upstream gradient u.</summary>
    internal static void Sums(T* x, T* upstream, int count, in Standardization<T> standardization, ref WideSum<T> sum, ref WideSum<T> products)
    {
        WideSum<T> u = sum, ux = products;
        Standardization<T> standard = standardization;
        int i = 0;
        for (; i <= count - (2 * Width); i += 2 * Width)
        {
            Vector256<T> first = Vector256.Load(upstream + i), second = Vector256.Load(upstream + i + Width);
            u.Add(first, second);
            ux.AddProduct(first, standard.Apply(Vector256.Load(x + i)), second, standard.Apply(Vector256.Load(x + i + Width)));
        }

        for (; i < count; i++)
        {
            u.Add(upstream[i]);
            ux.AddProduct(upstream[i], standard.Apply(x[i]));
        }

        (sum, products) = (u, ux);
    }

    /// <summary>Adds Σg and Σg·x̂ for g = γ·u, a γ for each position; and u and u·x̂ to sums that each position has.</summary>
    internal static void Sums(
        T* x,
        T* upstream,
        T* weight,
        T* columns,
        T* columnProducts,
        int count,
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
            Vector256<T> u = Vector256.Load(upstream + i), v = Vector256.Load(upstream + j);
            Vector256<T> first = standard.Apply(Vector256.Load(x + i)), second = standard.Apply(Vector256.Load(x + j));
            (Vector256.Load(columns + i) + u).Store(columns + i);
            (Vector256.Load(columns + j) + v).Store(columns + j);
            (Vector256.Load(columnProducts + i) + (u * first)).Store(columnProducts + i);
            (Vector256.Load(columnProducts + j) + (v * second)).Store(columnProducts + j);
            u *= Vector256.Load(weight + i);
            v *= Vector256.Load(weight + j);
            g.Add(u, v);
            gx.AddProduct(u, first, v, second);
        }

        for (; i < count; i++)
        {
            T normalized = standard.Apply(x[i]);
            columns[i] += upstream[i];
            columnProducts[i] += upstream[i] * normalized;
            g.Add(upstream[i] * weight[i]);
            gx.AddProduct(upstream[i] * weight[i], normalized);
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
}
