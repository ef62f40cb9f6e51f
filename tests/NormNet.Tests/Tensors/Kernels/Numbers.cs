using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NormNet.Tensors;

namespace NormNet.Tests.Tensors;

/// <summary>Input for kernels, and how their output is compared.</summary>
internal static class Numbers
{
    /// <summary>Whole numbers from −4 to 4: sums of their products are exact in any order, so that results must be equal.</summary>
    public static T[] Whole<T>(Generator generator, long count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Fill<T>(count, () => generator.NextInt(9) - 4);

    /// <summary>Numbers of the normal distribution.</summary>
    public static T[] Normal<T>(Generator generator, long count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Fill<T>(count, () => generator.NextNormal());

    /// <summary>Each value equals the expected one, not-a-number and infinity included, within a bound where one is given.</summary>
    public static void ShouldBe<T>(T[] values, double[] expected, string name, double[]? bounds = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        values.Length.ShouldBe(expected.Length, name);
        for (int i = 0; i < values.Length; i++)
        {
            double value = double.CreateTruncating(values[i]);
            if (!value.Equals(expected[i]) && value != expected[i] && !(Math.Abs(value - expected[i]) <= (bounds?[i] ?? 0)))
                Assert.Fail($"{name}: element {i} is {value}, not {expected[i]} ± {bounds?[i] ?? 0}.");
        }
    }

    /// <summary>A sequence that a kernel fills under some number of threads, as its bytes.</summary>
    public static byte[] Bits<T>(T[] values)
        where T : unmanaged
        => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    /// <summary>The results of the same work with 1, 2 and 3 threads have the same bits.</summary>
    public static void SameBitsForAnyThreads<T>(Func<T[]> work, [CallerArgumentExpression(nameof(work))] string name = "")
        where T : unmanaged
    {
        int before = Workers.Count;
        try
        {
            Workers.Count = 1;
            byte[] expected = Bits(work());
            for (int threads = 2; threads <= 3; threads++)
            {
                Workers.Count = threads;
                for (int round = 0; round < 3; round++)
                    Bits(work()).AsSpan().SequenceEqual(expected).ShouldBeTrue($"{threads} threads, {name}");
            }
        }
        finally
        {
            Workers.Count = before;
        }
    }

    private static T[] Fill<T>(long count, Func<double> next)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] values = new T[count];
        for (int i = 0; i < count; i++)
            values[i] = T.CreateTruncating(next());
        return values;
    }
}
