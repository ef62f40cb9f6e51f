using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NormNet.Tensors;

/// <summary>Copies strips of a matrix into panels: step after step, the lanes of one step side by side, missing lanes zero.</summary>
/// <remarks>
/// Packed operands are read front to back whatever the matrix's layout, so transposed operands cost nothing afterwards. Lanes that are
/// neighbours in memory are copied by vectors; steps that are neighbours are transposed in registers, 4 by 4 at a time.
/// </remarks>
internal static unsafe class PanelPacking
{
    private const int Side = 4;

    /// <summary>Packs one panel of <paramref name="width"/> lanes, of which the first <paramref name="lanes"/> exist.</summary>
    /// <param name="source">The strip at lane 0, step 0.</param>
    /// <param name="laneStride">From lane to lane; 1 where steps are rows of the matrix.</param>
    /// <param name="stepStride">From step to step; 1 where lanes are rows of the matrix.</param>
    /// <param name="lanes">Lanes that exist.</param>
    /// <param name="steps">Steps of the sum.</param>
    /// <param name="panel">Room for width · steps elements.</param>
    /// <param name="width">Lanes of the panel.</param>
    public static void Pack<T>(T* source, nint laneStride, nint stepStride, int lanes, int steps, T* panel, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (laneStride == 1 && lanes == width && width % Vector256<T>.Count == 0)
            Copy(source, stepStride, steps, panel, width);
        else if (stepStride == 1 && Avx.IsSupported && (typeof(T) == typeof(float) || typeof(T) == typeof(double)))
            Transpose(source, laneStride, lanes, steps, panel, width);
        else
            Gather(source, laneStride, stepStride, lanes, steps, panel, width);
    }

    private static void Copy<T>(T* source, nint stepStride, int steps, T* panel, int width)
        where T : unmanaged
    {
        if (width == 2 * Vector256<T>.Count)
        {
            for (; steps > 0; steps--, source += stepStride, panel += width)
            {
                Vector256.Load(source).Store(panel);
                Vector256.Load(source + Vector256<T>.Count).Store(panel + Vector256<T>.Count);
            }

            return;
        }

        for (; steps > 0; steps--, source += stepStride, panel += width)
        {
            for (int lane = 0; lane < width; lane += Vector256<T>.Count)
                Vector256.Load(source + lane).Store(panel + lane);
        }
    }

    private static void Gather<T>(T* source, nint laneStride, nint stepStride, int lanes, int steps, T* panel, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (; steps > 0; steps--, source += stepStride, panel += width)
        {
            for (int lane = 0; lane < lanes; lane++)
                panel[lane] = source[lane * laneStride];
            for (int lane = lanes; lane < width; lane++)
                panel[lane] = T.Zero;
        }
    }

    private static void Transpose<T>(T* source, nint laneStride, int lanes, int steps, T* panel, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int squares = lanes / Side * Side, pairs = lanes / 2 * 2;
        for (; steps >= Side; steps -= Side, source += Side, panel += Side * width)
        {
            for (int lane = 0; lane < squares; lane += Side)
                TransposeSquare(source + (lane * laneStride), laneStride, panel + lane, width);
            if (squares < pairs)
                TransposePair(source + (squares * laneStride), laneStride, panel + squares, width);
            if (pairs < width)
                Gather(source + (pairs * laneStride), laneStride, lanes - pairs, panel + pairs, width - pairs, width);
        }

        Gather(source, laneStride, 1, lanes, steps, panel, width);
    }

    /// <summary>The lanes of a block of steps that are no whole square, and the missing ones.</summary>
    private static void Gather<T>(T* source, nint laneStride, int lanes, T* panel, int rest, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int lane = 0; lane < rest; lane++, source += laneStride, panel++)
        {
            bool exists = lane < lanes;
            panel[0] = exists ? source[0] : T.Zero;
            panel[width] = exists ? source[1] : T.Zero;
            panel[2 * width] = exists ? source[2] : T.Zero;
            panel[3 * width] = exists ? source[3] : T.Zero;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeSquare<T>(T* from, nint fromRow, T* to, nint toRow)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            TransposeSquare((float*)from, fromRow, (float*)to, toRow);
        else
            TransposeSquare((double*)from, fromRow, (double*)to, toRow);
    }

    /// <summary>Four steps of two lanes: what a panel of six rows has besides a square.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposePair<T>(T* from, nint fromRow, T* to, nint toRow)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            Vector128<float> row0 = Vector128.Load((float*)from), row1 = Vector128.Load((float*)(from + fromRow));
            Vector128<double> low = Sse.UnpackLow(row0, row1).AsDouble(), high = Sse.UnpackHigh(row0, row1).AsDouble();
            Sse2.StoreLow((double*)to, low);
            Sse2.StoreHigh((double*)(to + toRow), low);
            Sse2.StoreLow((double*)(to + (2 * toRow)), high);
            Sse2.StoreHigh((double*)(to + (3 * toRow)), high);
        }
        else
        {
            for (int step = 0; step < Side; step++, to += toRow)
                (to[0], to[1]) = (from[step], from[fromRow + step]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeSquare(float* from, nint fromRow, float* to, nint toRow)
    {
        Vector128<float> row0 = Vector128.Load(from), row1 = Vector128.Load(from + fromRow);
        Vector128<float> row2 = Vector128.Load(from + (2 * fromRow)), row3 = Vector128.Load(from + (3 * fromRow));
        Vector128<float> low01 = Sse.UnpackLow(row0, row1), high01 = Sse.UnpackHigh(row0, row1);
        Vector128<float> low23 = Sse.UnpackLow(row2, row3), high23 = Sse.UnpackHigh(row2, row3);
        Sse.MoveLowToHigh(low01, low23).Store(to);
        Sse.MoveHighToLow(low23, low01).Store(to + toRow);
        Sse.MoveLowToHigh(high01, high23).Store(to + (2 * toRow));
        Sse.MoveHighToLow(high23, high01).Store(to + (3 * toRow));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeSquare(double* from, nint fromRow, double* to, nint toRow)
    {
        Vector256<double> row0 = Vector256.Load(from), row1 = Vector256.Load(from + fromRow);
        Vector256<double> row2 = Vector256.Load(from + (2 * fromRow)), row3 = Vector256.Load(from + (3 * fromRow));
        Vector256<double> low01 = Avx.UnpackLow(row0, row1), high01 = Avx.UnpackHigh(row0, row1);
        Vector256<double> low23 = Avx.UnpackLow(row2, row3), high23 = Avx.UnpackHigh(row2, row3);
        Avx.Permute2x128(low01, low23, 0x20).Store(to);
        Avx.Permute2x128(high01, high23, 0x20).Store(to + toRow);
        Avx.Permute2x128(low01, low23, 0x31).Store(to + (2 * toRow));
        Avx.Permute2x128(high01, high23, 0x31).Store(to + (3 * toRow));
    }
}
