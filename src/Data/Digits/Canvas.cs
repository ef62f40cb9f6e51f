namespace NormNet.Data;

/// <summary>A square grey picture that takes ink: 0 is paper, 1 is black.</summary>
internal sealed class Canvas(int size)
{
    private readonly float[] _ink = new float[size * size];

    /// <summary>The number of pixels of a side.</summary>
    public int Size => size;

    /// <summary>Row-major ink, from 0 to 1.</summary>
    public Span<float> Ink => _ink;

    /// <summary>Wipes the picture.</summary>
    public void Clear() => Array.Clear(_ink);

    /// <summary>A straight piece of a pen's way: round at both ends, as dark as the darkest thing drawn there.</summary>
    /// <param name="from">Where it starts, in pixels; the centre of the first pixel is (0.5, 0.5).</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="radius">Half the pen's width, in pixels.</param>
    /// <param name="softness">Over how many pixels the edge fades.</param>
    /// <param name="ink">How dark the middle is, from 0 to 1.</param>
    public void Segment(Point from, Point to, double radius, double softness, double ink)
    {
        double reach = radius + (0.5 * softness);
        int left = Pixel(Math.Min(from.X, to.X) - reach), right = Pixel(Math.Max(from.X, to.X) + reach);
        int top = Pixel(Math.Min(from.Y, to.Y) - reach), bottom = Pixel(Math.Max(from.Y, to.Y) + reach);
        double alongX = to.X - from.X, alongY = to.Y - from.Y;
        double perLength = 1 / Math.Max((alongX * alongX) + (alongY * alongY), 1e-12);
        for (int row = top; row <= bottom; row++)
        {
            for (int column = left; column <= right; column++)
            {
                double x = column + 0.5 - from.X, y = row + 0.5 - from.Y;
                double t = Math.Clamp(((x * alongX) + (y * alongY)) * perLength, 0, 1);
                x -= t * alongX;
                y -= t * alongY;
                double squared = (x * x) + (y * y);
                if (squared >= reach * reach)
                    continue;

                double cover = Math.Min(((radius - Math.Sqrt(squared)) / softness) + 0.5, 1);
                ref float pixel = ref _ink[(row * size) + column];
                pixel = Math.Max(pixel, (float)(ink * cover));
            }
        }
    }

    // A piece that lies outside is looked for along the border, too far away to leave ink there.
    private int Pixel(double position) => (int)Math.Clamp(Math.Floor(position), 0, size - 1);
}
