using System.Text;

namespace NormNet.Layers;

/// <summary>What all recurrent layers are told.</summary>
internal sealed record RecurrentSettings
{
    internal RecurrentSettings(int inputs, int hidden, int layers, bool bias, bool bidirectional, bool layerNorm)
    {
        (Inputs, Hidden, Layers) = (AtLeast.One(inputs), AtLeast.One(hidden), AtLeast.One(layers));
        (Bias, Bidirectional, LayerNorm) = (bias, bidirectional, layerNorm);
        if (layerNorm)
            ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 2);
    }

    internal int Inputs { get; }

    internal int Hidden { get; }

    internal int Layers { get; }

    internal bool Bias { get; }

    internal bool Bidirectional { get; }

    internal bool LayerNorm { get; }

    internal int Directions => Bidirectional ? 2 : 1;

    /// <summary>The settings that differ from the default.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (Layers > 1)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $", layers: {Layers}");
        if (!Bias)
            text.Append(", bias: false");
        if (Bidirectional)
            text.Append(", bidirectional: true");
        if (LayerNorm)
            text.Append(", layerNorm: true");
        return text.ToString();
    }
}
