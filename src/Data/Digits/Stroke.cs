namespace NormNet.Data;

/// <summary>A point; in the unit box of a glyph x goes right and y down, both from 0 to 1.</summary>
internal readonly record struct Point(double X, double Y);

/// <summary>One movement of the pen, as points close enough together that bending them bends the stroke.</summary>
internal sealed class Stroke
{
    private const int PointsPerSpan = 6;

    private Stroke(Point[] points) => Points = points;

    /// <summary>The way of the pen.</summary>
    public Point[] Points { get; }

    /// <summary>Straight from corner to corner.</summary>
    public static Stroke Line(params (double X, double Y)[] corners) => Trace(corners, (span, t) =>
    {
        (double X, double Y) from = corners[span], to = corners[span + 1];
        return new Point(from.X + (t * (to.X - from.X)), from.Y + (t * (to.Y - from.Y)));
    });

    /// <summary>Smoothly through every knot (a Catmull-Rom spline, its end knots doubled).</summary>
    public static Stroke Curve(params (double X, double Y)[] knots) => Trace(knots, (span, t) =>
    {
        (double X, double Y) before = knots[Math.Max(span - 1, 0)], from = knots[span];
        (double X, double Y) to = knots[span + 1], after = knots[Math.Min(span + 2, knots.Length - 1)];
        return new Point(CatmullRom(before.X, from.X, to.X, after.X, t), CatmullRom(before.Y, from.Y, to.Y, after.Y, t));
    });

    private static Stroke Trace((double X, double Y)[] knots, Func<int, double, Point> at)
    {
        var points = new List<Point>((knots.Length * PointsPerSpan) + 1);
        for (int span = 0; span < knots.Length - 1; span++)
        {
            for (int step = 0; step < PointsPerSpan; step++)
                points.Add(at(span, (double)step / PointsPerSpan));
        }

        points.Add(new Point(knots[^1].X, knots[^1].Y));
        return new Stroke([.. points]);
    }

    private static double CatmullRom(double before, double from, double to, double after, double t) =>
        from + (0.5 * t * (to - before
            + (t * ((2 * before) - (5 * from) + (4 * to) - after
            + (t * ((3 * (from - to)) + after - before))))));
}
