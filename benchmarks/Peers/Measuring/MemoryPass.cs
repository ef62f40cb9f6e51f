using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NormNet.Peers;

/// <summary>One pass that reads half of a working set and writes the other half: the least a kernel can do with its tensors.</summary>
internal static class MemoryPass
{
    /// <summary>Bytes that one trial moves at least, so that it lasts long against the start of its threads.</summary>
    private const long LeastBytes = 256L << 20;

    internal static double BytesPerSecond(int threads, long workingSet)
    {
        int count = (int)Math.Max(1024, workingSet / 2 / sizeof(float) / threads);
        float[][] sources = [.. Enumerable.Range(0, threads).Select(_ => Filled(count))];
        float[][] targets = [.. Enumerable.Range(0, threads).Select(_ => Filled(count))];
        int passes = (int)Math.Max(1, LeastBytes / (2L * sizeof(float) * count * threads));
        double seconds = Together.Seconds(threads, thread =>
        {
            for (int pass = 0; pass < passes; pass++)
                Scale(sources[thread], targets[thread]);
        });
        return 2.0 * sizeof(float) * count * threads * passes / seconds;
    }

    private static float[] Filled(int count)
    {
        float[] values = new float[count];
        Array.Fill(values, 1);
        return values;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(float[] source, float[] target)
    {
        Span<Vector256<float>> from = MemoryMarshal.Cast<float, Vector256<float>>(source.AsSpan());
        Span<Vector256<float>> to = MemoryMarshal.Cast<float, Vector256<float>>(target.AsSpan());
        Vector256<float> factor = Vector256.Create(0.999f);
        for (int i = 0; i < from.Length; i++)
            to[i] = from[i] * factor;
    }
}
