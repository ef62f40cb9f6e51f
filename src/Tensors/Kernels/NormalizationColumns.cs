using System.Numerics;

namespace NormNet.Tensors;

/// <summary>
/// Batch statistics where a channel has few values in a row, such as (N, C): neighbouring channels are taken side by side, so that
/// vectors go across channels and memory is read along rows.
/// </summary>
/// <remarks>
/// The unit of work is a strip of whole channels, at most <see cref="Widest"/> columns. Every column has sums of its own; those of a
/// channel's S columns are added at the end. What belongs to a channel is repeated for its columns.
/// </remarks>
internal readonly unsafe struct NormalizationColumns<T>(NormalizationTask<T> task) : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal const int Widest = 256;

    internal static int ChannelsPerStrip(in NormalizationLayout layout) => Math.Max(1, Widest / Math.Max(1, layout.Length));

    internal static int Strips(in NormalizationLayout layout) =>
        layout.Outer * ((layout.Inner + ChannelsPerStrip(layout) - 1) / ChannelsPerStrip(layout));

    public void Run(int start, int end)
    {
        double* sums = stackalloc double[2 * Widest];
        T* values = stackalloc T[ColumnStrip<T>.Rows * Widest];
        var strip = new ColumnStrip<T>(sums, values);
        int strips = Strips(task.Layout) / Math.Max(1, task.Layout.Outer), channels = ChannelsPerStrip(task.Layout);
        for (int i = start; i < end; i++)
        {
            int first = i % strips * channels, group = (i / strips * task.Layout.Inner) + first;
            strip.Place(task.Layout, group, Math.Min(channels, task.Layout.Inner - first));
            if (task.Upstream == null)
                Forward(ref strip);
            else
                Backward(ref strip);
        }
    }

    private void Forward(ref ColumnStrip<T> strip)
    {
        T* x = task.X + strip.Start;
        if (!task.Given)
            ComputeStatistics(ref strip, x);
        if (task.Y == null)
            return;

        LoadStatistics(strip);
        strip.Repeat(strip.A, task.Weight, T.One);
        strip.Repeat(strip.B, task.Bias, T.Zero);
        strip.Normalize(x, task.Y + strip.Start);
    }

    private void ComputeStatistics(ref ColumnStrip<T> strip, T* x)
    {
        int m = task.Layout.GroupSize;
        if (task.Statistics.Centers)
            strip.Sum(x);
        for (int c = 0; c < strip.Channels; c++)
            Fill(strip.Mean, c, task.Statistics.Centers ? T.CreateTruncating(strip.Total(strip.First, c) / m) : T.Zero);

        strip.Moments(x);
        for (int c = 0; c < strip.Channels; c++)
        {
            T center = strip.Mean[c * task.Layout.Length];
            if (!task.Statistics.TrySet(strip.Group + c, center, strip.Total(strip.First, c), strip.Total(strip.Second, c), m))
                CarefulStatistics<T>.Compute(task, strip.Group + c);
        }
    }

    private void LoadStatistics(in ColumnStrip<T> strip)
    {
        for (int c = 0; c < strip.Channels; c++)
        {
            int index = task.Statistics.IndexOf(strip.Group + c, task.Layout);
            Fill(strip.Mean, c, task.Statistics.Mean[index]);
            Fill(strip.MeanLow, c, task.Statistics.MeanLow[index]);
            Fill(strip.Inverse, c, task.Statistics.InverseDeviation[index]);
        }
    }

    private void Backward(ref ColumnStrip<T> strip)
    {
        T* x = task.X + strip.Start, upstream = task.Upstream + strip.Start;
        LoadStatistics(strip);
        strip.SumUpstream(x, upstream);
        for (int c = 0; c < strip.Channels; c++)
        {
            int group = strip.Group + c;
            (double u, double ux) = (strip.Total(strip.First, c), strip.Total(strip.Second, c));
            if (task.Sums != null)
                (task.Sums[task.Layout.SumOf(group, group % task.Layout.Inner)], task.Sums[task.Layout.ProductSumOf(group, group % task.Layout.Inner)]) = (u, ux);

            double inverse = double.CreateTruncating(strip.Inverse[c * task.Layout.Length]);
            double scale = inverse * (task.Weight == null ? 1 : double.CreateTruncating(task.Weight[group % task.Layout.Inner]));
            Fill(strip.A, c, T.CreateTruncating(scale));
            Fill(strip.B, c, T.CreateTruncating(scale * ux / task.Statistics.Divisor));
            Fill(strip.C, c, task.Statistics.Centers ? T.CreateTruncating(scale * u / task.Layout.GroupSize) : T.Zero);
        }

        if (task.Gradient != null)
            strip.InputGradient(x, upstream, task.Gradient + strip.Start);
    }

    private void Fill(T* columns, int channel, T value) => new Span<T>(columns + (channel * task.Layout.Length), task.Layout.Length).Fill(value);
}
