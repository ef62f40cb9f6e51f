using NormNet.Layers;
using NormNet.Tensors;
using ScottPlot;
using Palette = NormNet.Samples.Common.Palette;

namespace NormNet.Samples.Playground;

/// <summary>What a network takes each place of a square for, and how sure it is.</summary>
internal sealed class DecisionMap
{
    private const double Strongest = 0.6, Bands = 16;

    private readonly int[] _classes;
    private readonly double[] _confidence;

    private DecisionMap(int pixels, int[] classes, double[] confidence) => (Pixels, _classes, _confidence) = (pixels, classes, confidence);

    /// <summary>The pixels of a side.</summary>
    internal int Pixels { get; }

    /// <summary>Asks the network, as in evaluation mode.</summary>
    /// <remarks>
    /// Confidence is (p − 1/C) / (1 − 1/C) with p the softmax probability of the likeliest of C classes: 0 where all are as likely, 1 where
    /// one is certain. A network whose outputs are not finite is sure of nothing.
    /// </remarks>
    internal static DecisionMap Of(Layer<float> network, Square square, int pixels)
    {
        Tensor<float> logits = network.Predict(square.Grid(pixels), batchSize: 4096);
        int count = logits.Shape[1];
        ReadOnlySpan<float> values = logits.AsSpan();
        int[] classes = new int[pixels * pixels];
        double[] confidence = new double[pixels * pixels];
        for (int i = 0; i < classes.Length; i++)
        {
            ReadOnlySpan<float> own = values.Slice(i * count, count);
            for (int c = 1; c < count; c++)
                classes[i] = own[c] > own[classes[i]] ? c : classes[i];
            double sum = 0;
            foreach (float logit in own)
                sum += Math.Exp(logit - own[classes[i]]);
            confidence[i] = double.IsFinite(sum) ? ((1 / sum) - (1.0 / count)) / (1 - (1.0 / count)) : 0;
        }

        return new DecisionMap(pixels, classes, confidence);
    }

    /// <summary>The class that a pixel is taken for.</summary>
    internal int Class(int row, int column) => _classes[(row * Pixels) + column];

    /// <summary>How sure the network is there, 0 to 1.</summary>
    internal double Confidence(int row, int column) => _confidence[(row * Pixels) + column];

    /// <summary>White where the network is undecided, its class's colour in steps where it is sure.</summary>
    internal Color Color(int row, int column) => Colors.White.MixedWith(
        Palette.Curve(Class(row, column)), Strongest * Math.Round(Confidence(row, column) * Bands) / Bands);
}
