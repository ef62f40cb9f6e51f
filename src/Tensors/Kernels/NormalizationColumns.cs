using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>
/// Batch statistics where a channel has few values in a row, such as (N, C): neighbouring channels are taken side by side, so that
/// vectors go across channels and memory is read along rows.
/// </summary>
/// <remarks>
/// The unit of work is a strip of whole channels, at most <see cref="Widest"/> columns. Every column has sums of its own; those of a
/// channel's S columns are added at the end. What belongs to a channel is repeated for its columns; where S = 1 it is used in place.
/// </remarks>
internal readonly unsafe struct NormalizationColumns<T>(NormalizationTask<T> task) : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Widest = 256;

    /// <summary>Room for the columns of a strip and for the rest of the last vector.</summary>
    private const int Room = Widest + 8;

    internal static int ChannelsPerStrip(in NormalizationLayout layout) => Math.Max(1, Widest / Math.Max(1, layout.Length));

    internal static int Strips(in NormalizationLayout layout) =>
        layout.Outer * ((layout.Inner + ChannelsPerStrip(layout) - 1) / ChannelsPerStrip(layout));

    [SkipLocalsInit]
    public void Run(int start, int end)
    {
        double* sums = stackalloc double[2 * Room];
        T* room = stackalloc T[8 * Room];
        int strips = Strips(task.Layout) / Math.Max(1, task.Layout.Outer), most = ChannelsPerStrip(task.Layout);
        for (int i = start; i < end; i++)
        {
            int first = i % strips * most, group = (i / strips * task.Layout.Inner) + first;
            int channels = Math.Min(most, task.Layout.Inner - first);
            if (task.Upstream == null)
                Forward(group, channels, sums, room);
            else
                Backward(group, channels, sums, room);
        }
    }

    private void Forward(int group, int channels, double* sums, T* room)
    {
        ColumnStrip<T> strip = StripOf(channels);
        T* x = task.X + task.Layout.StartOf(group);
        if (!task.Given)
            ComputeStatistics(strip, x, group, channels, sums, room);
        if (task.Y == null)
            return;

        ColumnFactors<T> factors = FactorsOf(group, channels, room);
        factors.A = room + (3 * Room);
        factors.B = room + (4 * Room);
        int affine = group % task.Layout.Inner;
        T* weight = Spread(task.Weight, affine, channels, T.One, room + (5 * Room));
        T* bias = Spread(task.Bias, affine, channels, T.Zero, room + (6 * Room));
        factors.SetScaleAndOffset(weight, bias, 0, channels * task.Layout.Length);
        strip.Normalize(x, task.Y + task.Layout.StartOf(group), factors);
    }

    private void ComputeStatistics(in ColumnStrip<T> strip, T* x, int group, int channels, double* sums, T* room)
    {
        double* first = sums, second = sums + Room;
        T* center = room;
        strip.Moments(x, task.Statistics.Centers, center, first, second, room + Room);
        int length = task.Layout.Length, m = task.Layout.GroupSize, c = 0;
        for (; length == 1 && c <= channels - FourDoubles.Count; c += FourDoubles.Count)
        {
            Vector256<double> middles = FourDoubles.Load(center + c);
            if (!task.Statistics.TrySet(group + c, middles, Vector256.Load(first + c), Vector256.Load(second + c), m))
                break;
        }

        for (; c < channels; c++)
        {
            int column = c * length;
            T middle = center[column];
            (double sum, double squares) = (first[column], second[column]);
            for (int j = column + 1; j < column + length; j++)
            {
                double d = double.CreateTruncating(center[j]) - double.CreateTruncating(middle), moved = d * task.Layout.Segments;
                sum += first[j] + moved;
                squares += second[j] + (d * (first[j] + first[j] + moved));
            }

            if (!task.Statistics.TrySet(group + c, middle, sum, squares, m))
                CarefulStatistics<T>.Compute(task, group + c);
        }
    }

    private void Backward(int group, int channels, double* sums, T* room)
    {
        ColumnStrip<T> strip = StripOf(channels);
        int start = task.Layout.StartOf(group), length = task.Layout.Length;
        ColumnFactors<T> factors = FactorsOf(group, channels, room);
        double* first = sums, second = sums + Room;
        strip.SumUpstream(task.X + start, task.Upstream + start, factors, first, second, room + (3 * Room));

        factors.A = room + (3 * Room);
        factors.B = room + (4 * Room);
        factors.C = room + (5 * Room);
        for (int c = 0; c < channels; c++)
        {
            int column = c * length, affine = (group + c) % task.Layout.Inner;
            (double u, double ux) = (first[column], second[column]);
            for (int j = column + 1; j < column + length; j++)
                (u, ux) = (u + first[j], ux + second[j]);

            double weight = task.Weight == null ? 1 : double.CreateTruncating(task.Weight[affine]);
            double inverse = double.CreateTruncating(factors.Inverse[column]), low = double.CreateTruncating(factors.MeanLow[column]);
            GradientFactors of = GradientFactors.From(One(u), One(ux), One(weight), One(inverse), One(low), task);
            if (task.Sums != null)
            {
                task.Sums[task.Layout.SumOf(group, affine)] = u;
                task.Sums[task.Layout.ProductSumOf(group, affine)] = of.Products.ToScalar();
            }

            Repeat(T.CreateTruncating(of.Scale.ToScalar()), factors.A + column, length);
            Repeat(T.CreateTruncating(of.Slope.ToScalar()), factors.B + column, length);
            Repeat(T.CreateTruncating(of.Offset.ToScalar()), factors.C + column, length);
        }

        if (task.Gradient != null)
            strip.InputGradient(task.X + start, task.Upstream + start, task.Gradient + start, factors);
    }

    private static Vector256<double> One(double value) => Vector256.CreateScalar(value);

    private ColumnStrip<T> StripOf(int channels) => new(task.Layout.Segments, task.Layout.SegmentStride, channels * task.Layout.Length);

    private ColumnFactors<T> FactorsOf(int group, int channels, T* room)
    {
        int index = task.Statistics.IndexOf(group, task.Layout);
        return new()
        {
            Mean = Spread(task.Statistics.Mean, index, channels, T.Zero, room),
            MeanLow = Spread(task.Statistics.MeanLow, index, channels, T.Zero, room + Room),
            Inverse = Spread(task.Statistics.InverseDeviation, index, channels, T.Zero, room + (2 * Room)),
        };
    }

    /// <summary>A number for each column: those of its channels, in place where a channel is one column.</summary>
    private T* Spread(T* perChannel, int first, int channels, T otherwise, T* columns)
    {
        int length = task.Layout.Length;
        if (perChannel == null)
            Repeat(otherwise, columns, channels * length);
        else if (length == 1)
            return perChannel + first;

        for (int c = 0; c < channels && perChannel != null; c++)
            Repeat(perChannel[first + c], columns + (c * length), length);
        return columns;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Repeat(T value, T* target, int count)
    {
        if (count == 1)
            *target = value;
        else
            new Span<T>(target, count).Fill(value);
    }
}
