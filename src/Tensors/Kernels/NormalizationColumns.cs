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
internal readonly unsafe struct NormalizationColumns<T> : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal const int Widest = 128;

    internal required NormalizationLayout Layout { get; init; }

    internal required StatisticsTable<T> Statistics { get; init; }

    internal required bool Given { get; init; }

    internal required T* X { get; init; }

    /// <summary>γ, or null for 1.</summary>
    internal required T* Weight { get; init; }

    /// <summary>β forward, or null for 0.</summary>
    internal T* Bias { get; init; }

    /// <summary>y forward, null backward.</summary>
    internal T* Y { get; init; }

    /// <summary>The upstream gradient backward, null forward.</summary>
    internal T* Upstream { get; init; }

    /// <summary>∂ℓ/∂x, or null where nobody wants it.</summary>
    internal T* Gradient { get; init; }

    /// <summary>Where each outer block leaves Σu and then Σu·x̂ of its channels, or null where nobody wants them.</summary>
    internal double* Sums { get; init; }

    internal static int ChannelsPerStrip(in NormalizationLayout layout) => Math.Max(1, Widest / Math.Max(1, layout.Length));

    internal static int Strips(in NormalizationLayout layout) =>
        layout.Outer * ((layout.Inner + ChannelsPerStrip(layout) - 1) / ChannelsPerStrip(layout));

    public void Run(int start, int end)
    {
        double* sums = stackalloc double[2 * Widest];
        T* values = stackalloc T[6 * Widest];
        var strip = new ColumnStrip<T>(sums, values);
        int strips = Strips(Layout) / Math.Max(1, Layout.Outer), channels = ChannelsPerStrip(Layout);
        for (int i = start; i < end; i++)
        {
            int first = i % strips * channels, group = (i / strips * Layout.Inner) + first;
            strip.Place(Layout, group, Math.Min(channels, Layout.Inner - first));
            if (Upstream == null)
                Forward(ref strip);
            else
                Backward(ref strip);
        }
    }

    private void Forward(ref ColumnStrip<T> strip)
    {
        T* x = X + strip.Start;
        if (!Given)
            ComputeStatistics(ref strip, x);
        LoadStatistics(strip);
        strip.Repeat(strip.A, Weight, T.One);
        strip.Repeat(strip.B, Bias, T.Zero);
        strip.Normalize(x, Y + strip.Start);
    }

    private void ComputeStatistics(ref ColumnStrip<T> strip, T* x)
    {
        int m = Layout.GroupSize;
        if (Statistics.Centers)
        {
            for (int c = 0; c < strip.Channels; c++)
                Fill(strip.Mean, c, StatisticsTable<T>.ShiftOf(x[c * Layout.Length]));
            strip.Sum(x);
            for (int c = 0; c < strip.Channels; c++)
                Statistics.SetMean(strip.Group + c, double.CreateTruncating(strip.Mean[c * Layout.Length]) + (strip.Total(strip.First, c) / m));
        }
        else
        {
            for (int c = 0; c < strip.Channels; c++)
                Statistics.SetMean(strip.Group + c, 0);
        }

        for (int c = 0; c < strip.Channels; c++)
        {
            Fill(strip.Mean, c, Statistics.Mean[strip.Group + c]);
            Fill(strip.MeanLow, c, Statistics.MeanLow[strip.Group + c]);
        }

        strip.SumOfSquares(x);
        for (int c = 0; c < strip.Channels; c++)
            Statistics.SetVariance(strip.Group + c, strip.Total(strip.First, c) / Statistics.Divisor);
    }

    private void LoadStatistics(in ColumnStrip<T> strip)
    {
        for (int c = 0; c < strip.Channels; c++)
        {
            int index = Statistics.IndexOf(strip.Group + c, Layout);
            Fill(strip.Mean, c, Statistics.Mean[index]);
            Fill(strip.MeanLow, c, Statistics.MeanLow[index]);
            Fill(strip.Inverse, c, Statistics.InverseDeviation[index]);
        }
    }

    private void Backward(ref ColumnStrip<T> strip)
    {
        T* x = X + strip.Start, upstream = Upstream + strip.Start;
        LoadStatistics(strip);
        if (!Given || Sums != null)
            strip.SumUpstream(x, upstream);

        for (int c = 0; c < strip.Channels; c++)
        {
            int group = strip.Group + c;
            (double u, double ux) = !Given || Sums != null ? (strip.Total(strip.First, c), strip.Total(strip.Second, c)) : default;
            if (Sums != null)
                (Sums[Layout.SumOf(group, group % Layout.Inner)], Sums[Layout.ProductSumOf(group, group % Layout.Inner)]) = (u, ux);

            double inverse = double.CreateTruncating(strip.Inverse[c * Layout.Length]);
            double scale = inverse * (Weight == null ? 1 : double.CreateTruncating(Weight[group % Layout.Inner]));
            Fill(strip.A, c, T.CreateTruncating(scale));
            Fill(strip.B, c, Given ? T.Zero : T.CreateTruncating(scale * ux / Statistics.Divisor));
            Fill(strip.C, c, Given || !Statistics.Centers ? T.Zero : T.CreateTruncating(scale * u / Layout.GroupSize));
        }

        if (Gradient != null)
            strip.InputGradient(x, upstream, Gradient + strip.Start);
    }

    private void Fill(T* columns, int channel, T value) => new Span<T>(columns + (channel * Layout.Length), Layout.Length).Fill(value);
}
