using NormNet.Tensors;

namespace NormNet.Data;

/// <summary>How one digit is placed and bent: the way from the unit box of its glyph to the pixels of a picture.</summary>
/// <remarks>In this order: an elastic bend, width and height, slant, rotation, shift.</remarks>
internal sealed class Hand
{
    private readonly Wave[] _bendX, _bendY;
    private readonly double _width, _height, _slant, _cosine, _sine, _centreX, _centreY;

    /// <summary>Draws a way of writing at random.</summary>
    /// <param name="generator">Where the chance comes from.</param>
    /// <param name="size">The side of the picture, in pixels.</param>
    public Hand(Generator generator, int size)
    {
        _bendX = [new(generator, 0.045, 1.0), new(generator, 0.025, 2.0)];
        _bendY = [new(generator, 0.045, 1.0), new(generator, 0.025, 2.0)];
        _height = size * generator.Between(0.56, 0.76);
        _width = _height * generator.Between(0.54, 0.9);
        _slant = generator.NextNormal(0.1, 0.16);
        double angle = Math.Clamp(generator.NextNormal(0, 0.1), -0.3, 0.3);
        (_sine, _cosine) = Math.SinCos(angle);
        double room = 0.5 * (size - _height);
        _centreX = (0.5 * size) + (generator.Between(-0.5, 0.5) * room);
        _centreY = (0.5 * size) + (generator.Between(-0.5, 0.5) * room);
    }

    /// <summary>Where a point of the glyph comes to lie, in pixels.</summary>
    public Point Place(Point point)
    {
        double x = point.X - 0.5, y = point.Y - 0.5;
        double bentX = x, bentY = y;
        for (int i = 0; i < _bendX.Length; i++)
        {
            bentX += _bendX[i].At(x, y);
            bentY += _bendY[i].At(x, y);
        }

        bentY *= _height;
        bentX = (bentX * _width) - (_slant * bentY);
        return new Point(
            _centreX + (_cosine * bentX) - (_sine * bentY),
            _centreY + (_sine * bentX) + (_cosine * bentY));
    }

    /// <summary>A plane wave over the unit box, of random direction and phase.</summary>
    private readonly struct Wave
    {
        private readonly double _amplitude, _alongX, _alongY, _phase;

        public Wave(Generator generator, double deviation, double cycles)
        {
            _amplitude = generator.NextNormal(0, deviation);
            double direction = generator.Between(0, Math.Tau);
            _alongX = Math.Tau * cycles * Math.Cos(direction);
            _alongY = Math.Tau * cycles * Math.Sin(direction);
            _phase = generator.Between(0, Math.Tau);
        }

        public double At(double x, double y) => _amplitude * Math.Sin((_alongX * x) + (_alongY * y) + _phase);
    }
}
