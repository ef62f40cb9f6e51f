using NormNet.Tensors;

namespace NormNet.Data;

/// <summary>What a digit is written with: a width that follows the pressure of the hand, a soft edge, a darkness.</summary>
internal sealed class Pen(Generator generator, double contrast)
{
    private readonly double _radius = generator.Between(0.65, 1.6);
    private readonly double _pressure = generator.Between(0, 0.3);
    private readonly double _waves = generator.Between(0.3, 1.5);
    private readonly double _phase = generator.Between(0, Math.Tau);

    /// <summary>Over how many pixels the edge fades.</summary>
    public double Softness { get; } = generator.Between(0.8, 2);

    /// <summary>How dark the middle of a stroke is, from 0 to 1.</summary>
    public double Ink { get; } = contrast;

    /// <summary>Half the width in pixels, at a place from 0 (where the stroke begins) to 1.</summary>
    public double RadiusAt(double place) => _radius * (1 + (_pressure * Math.Sin((Math.Tau * _waves * place) + _phase)));
}
