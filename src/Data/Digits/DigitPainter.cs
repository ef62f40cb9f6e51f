using NormNet.Tensors;

namespace NormNet.Data;

/// <summary>Paints one digit: its strokes, the clutter around it, paper and noise. Reused for many; not thread-safe.</summary>
internal sealed class DigitPainter
{
    private readonly Canvas _canvas = new(Digits.Size);

    /// <summary>Paints the digit that a generator chooses.</summary>
    /// <param name="generator">Decides everything, from the digit to the last grain of noise.</param>
    /// <param name="pixels">Receives the picture row by row; 0 is paper, 255 is ink.</param>
    /// <returns>The digit.</returns>
    public int Paint(Generator generator, Span<byte> pixels)
    {
        _canvas.Clear();
        int digit = generator.NextInt(Glyphs.Count);
        double contrast = generator.Between(0.55, 1);
        var pen = new Pen(generator, contrast);
        Write(generator, digit, pen, shiftX: 0, shiftY: 0);
        Fragments(generator, pen);
        StrayMarks(generator, contrast);
        Develop(generator, pixels);
        return digit;
    }

    private void Write(Generator generator, int digit, Pen pen, double shiftX, double shiftY)
    {
        var hand = new Hand(generator, Digits.Size);
        foreach (Stroke stroke in Glyphs.Of(digit, generator.NextInt(Glyphs.StylesOf(digit))))
        {
            ReadOnlySpan<Point> way = stroke.Points;
            Point from = Move(hand.Place(way[0]), shiftX, shiftY);
            for (int i = 1; i < way.Length; i++)
            {
                Point to = Move(hand.Place(way[i]), shiftX, shiftY);
                _canvas.Segment(from, to, pen.RadiusAt((double)i / way.Length), pen.Softness, pen.Ink);
                from = to;
            }
        }
    }

    /// <summary>Neighbours in the line of writing: a digit so far to the side that only its edge shows.</summary>
    private void Fragments(Generator generator, Pen pen)
    {
        if (generator.NextDouble() >= 0.3)
            return;
        double side = generator.NextDouble() < 0.5 ? -1 : 1;
        double far = side * Digits.Size * generator.Between(0.72, 0.9), aside = Digits.Size * generator.Between(-0.3, 0.3);
        bool beside = generator.NextDouble() < 0.7;
        Write(generator, generator.NextInt(Glyphs.Count), pen, beside ? far : aside, beside ? aside : far);
    }

    private void StrayMarks(Generator generator, double contrast)
    {
        for (int marks = generator.NextInt(3); marks > 0; marks--)
        {
            var from = new Point(generator.Between(0, Digits.Size), generator.Between(0, Digits.Size));
            double direction = generator.Between(0, Math.Tau), length = generator.Between(0.5, 5);
            var to = new Point(from.X + (length * Math.Cos(direction)), from.Y + (length * Math.Sin(direction)));
            _canvas.Segment(from, to, generator.Between(0.3, 0.8), 1, contrast * generator.Between(0.4, 0.9));
        }
    }

    /// <summary>Ink on paper whose grey changes from side to side, with noise, in bytes.</summary>
    private void Develop(Generator generator, Span<byte> pixels)
    {
        double paper = generator.Between(0, 0.15), noise = generator.Between(0.02, 0.22);
        double slopeX = generator.Between(-0.12, 0.12) / Digits.Size, slopeY = generator.Between(-0.12, 0.12) / Digits.Size;
        Span<float> ink = _canvas.Ink;
        for (int i = 0; i < pixels.Length; i++)
        {
            double grey = paper + (slopeX * (i % Digits.Size)) + (slopeY * (i / Digits.Size));
            double value = grey + ((1 - grey) * ink[i]) + (noise * (generator.NextDouble() - generator.NextDouble()));
            pixels[i] = (byte)Math.Round(255 * Math.Clamp(value, 0, 1));
        }
    }

    private static Point Move(Point point, double x, double y) => new(point.X + x, point.Y + y);
}
