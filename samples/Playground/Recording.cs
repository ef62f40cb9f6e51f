using System.Globalization;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Samples.Common;
using NormNet.Tensors;
using NormNet.Training;

namespace NormNet.Samples.Playground;

/// <summary>Keeps the decision map before training and at the ends of epochs, and makes the animation of them.</summary>
internal sealed class Recording
{
    private const int MostFrames = 60, Pixels = 240;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(100), LastDelay = TimeSpan.FromSeconds(3);

    private readonly Layer<float> _network;
    private readonly DataSet<float> _points;
    private readonly List<(string Title, DecisionMap Map)> _frames = [];
    private int _epoch;

    internal Recording(Layer<float> network, DataSet<float> points)
    {
        (_network, _points) = (network, points);
        Add("before training");
    }

    /// <summary>The number of frames so far.</summary>
    internal int Count => _frames.Count;

    /// <summary>Keeps a frame if an epoch ended with this step, and one is due: they are spread evenly over the epochs.</summary>
    internal void Report(TrainingProgress progress, long stepsPerEpoch)
    {
        int epoch = (int)(progress.Step / stepsPerEpoch);
        if (epoch == _epoch || progress.Step % stepsPerEpoch != 0)
            return;
        _epoch = epoch;
        if (Due(epoch, progress.Epochs) > Due(epoch - 1, progress.Epochs))
        {
            Add(string.Create(
                CultureInfo.InvariantCulture, $"epoch {epoch}: loss {progress.Loss:F3}, accuracy {100 * progress.Accuracy:F1} %"));
        }
    }

    /// <summary>Writes <c>animation.png</c> and <c>boundary.png</c>.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="result">The last frame's title.</param>
    /// <param name="drawn">Told the number of frames drawn after each.</param>
    internal void Write(string folder, string result, Action<int> drawn)
    {
        Square square = Square.Around(_points);
        var pictures = new List<byte[]>();
        using var painter = new FramePainter();
        foreach ((string title, DecisionMap map) in _frames)
        {
            pictures.Add(painter.Paint(title, map, square, _points));
            drawn(pictures.Count);
        }

        AtomicFile.Write(Path.Combine(folder, "animation.png"), stream => AnimatedPng.Write(stream, pictures, Delay, LastDelay));
        BoundaryChart.Draw(result, _frames[^1].Map, square, _points).SavePng(folder, "boundary");
    }

    private static long Due(int epoch, int epochs) => (long)epoch * Math.Min(MostFrames, epochs) / epochs;

    private void Add(string title) => _frames.Add((title, DecisionMap.Of(_network, Square.Around(_points), Pixels)));
}
