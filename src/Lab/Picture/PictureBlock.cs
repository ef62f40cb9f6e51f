using System.Globalization;
using System.Text;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>One input as a block seen from the front, above and the right: channels across, places down, samples into the depth.</summary>
internal sealed class PictureBlock
{
    private const double Cell = 20;
    private const double DepthX = 11;
    private const double DepthY = 8;

    private readonly NormalizationPlan _plan;
    private readonly int _statistic;

    internal PictureBlock(NormalizationPlan plan, int mostDrawn)
    {
        _plan = plan;
        Shape input = plan.Input;
        AllPlaces = input.CountOf(2, input.Rank);
        Samples = Math.Min(input[0], mostDrawn);
        Channels = Math.Min(input[1], mostDrawn);
        Places = Math.Min(AllPlaces, mostDrawn);

        // The statistic of the nearest corner: whatever its axes, it is seen on all three sides it reaches.
        _statistic = StatisticOf(0, Channels - 1, 0);
    }

    internal int Samples { get; }

    internal int Channels { get; }

    internal int Places { get; }

    internal int AllPlaces { get; }

    internal double Width => Corner(Channels, 0, Samples).X;

    internal double Height => Corner(0, Places, 0).Y;

    /// <summary>A corner of the grid: after so many channels, places and samples.</summary>
    internal (double X, double Y) Corner(int channel, int place, int sample) =>
        ((channel * Cell) + (sample * DepthX), ((Samples - sample) * DepthY) + (place * Cell));

    internal void Write(StringBuilder svg)
    {
        for (int channel = 0; channel < Channels; channel++)
        {
            for (int place = 0; place < Places; place++)
            {
                Face(
                    svg, "front", (0, channel, place), Corner(channel, place, 0), Corner(channel + 1, place, 0),
                    Corner(channel + 1, place + 1, 0), Corner(channel, place + 1, 0));
            }

            for (int sample = 0; sample < Samples; sample++)
            {
                Face(
                    svg, "top", (sample, channel, 0), Corner(channel, 0, sample), Corner(channel + 1, 0, sample),
                    Corner(channel + 1, 0, sample + 1), Corner(channel, 0, sample + 1));
            }
        }

        for (int sample = 0; sample < Samples; sample++)
        {
            for (int place = 0; place < Places; place++)
            {
                Face(
                    svg, "side", (sample, Channels - 1, place), Corner(Channels, place, sample), Corner(Channels, place, sample + 1),
                    Corner(Channels, place + 1, sample + 1), Corner(Channels, place + 1, sample));
            }
        }
    }

    private void Face(
        StringBuilder svg, string side, (int Sample, int Channel, int Place) value, params ReadOnlySpan<(double X, double Y)> corners)
    {
        bool shares = StatisticOf(value.Sample, value.Channel, value.Place) == _statistic;
        svg.Append(shares ? "<polygon class=\"on " : "<polygon class=\"").Append(side).Append("\" points=\"");
        foreach ((double x, double y) in corners)
            svg.Append(CultureInfo.InvariantCulture, $"{x:0.#},{y:0.#} ");
        svg.Length--;
        svg.Append("\"/>\n");
    }

    private int StatisticOf(int sample, int channel, int place) =>
        _plan.StatisticOf((((sample * _plan.Input[1]) + channel) * AllPlaces) + place);
}
