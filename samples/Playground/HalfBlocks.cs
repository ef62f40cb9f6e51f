using NormNet.Data;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace NormNet.Samples.Playground;

/// <summary>A decision map with its points in a terminal; a character is two pixels: ▀ in the colours of the upper and the lower.</summary>
internal sealed class HalfBlocks : Renderable
{
    private readonly ScottPlot.Color[,] _pixels;

    internal HalfBlocks(DecisionMap map, Square square, DataSet<float> points)
    {
        _pixels = new ScottPlot.Color[map.Pixels, map.Pixels];
        for (int row = 0; row < map.Pixels; row++)
        {
            for (int column = 0; column < map.Pixels; column++)
                _pixels[row, column] = map.Color(row, column);
        }

        ReadOnlySpan<float> places = points.Inputs.AsSpan();
        for (int i = 0; i < points.Count; i++)
        {
            (int row, int column) = square.Pixel(places[2 * i], places[(2 * i) + 1], map.Pixels);
            _pixels[row, column] = Common.Palette.Curve(points.Labels.AsSpan()[i]);
        }
    }

    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(_pixels.GetLength(1), _pixels.GetLength(1));

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        for (int row = 0; row + 1 < _pixels.GetLength(0); row += 2)
        {
            for (int column = 0; column < _pixels.GetLength(1); column++)
            {
                yield return new Segment(
                    "▀", new Style(Of(_pixels[row, column], options.ColorSystem), Of(_pixels[row + 1, column], options.ColorSystem)));
            }

            yield return Segment.LineBreak;
        }
    }

    // Spectre.Console searches the nearest of 256 colours anew for every character, which takes a tenth of a second for a map; the 6×6×6
    // colours among them (numbers 16 to 231, levels 0, 95, 135, ... 255) can be computed.
    private static Color Of(ScottPlot.Color color, ColorSystem system) => system == ColorSystem.EightBit
        ? Color.FromInt32(16 + (36 * Level(color.R)) + (6 * Level(color.G)) + Level(color.B))
        : new Color(color.R, color.G, color.B);

    private static int Level(byte value) => value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40;
}
