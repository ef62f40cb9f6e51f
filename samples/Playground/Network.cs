using NormNet.Layers;
using NormNet.Samples.Common;

namespace NormNet.Samples.Playground;

/// <summary>From the plane to the classes' logits, through the hidden layers that were asked for.</summary>
internal static class Network
{
    private const int Coordinates = 2;

    internal static Sequential<float> Build(PlaygroundOptions options, int classes)
    {
        NormChoices.CheckForUnits(options.Training);
        int[] widths = [Coordinates, .. options.Hidden];
        return Nn<float>.Sequential(
        [
            .. options.Hidden.SelectMany((units, i) => NormChoices.HiddenLayer<float>(
                options.Training, bias => Nn<float>.Dense(widths[i], units, bias), [units])),
            Nn<float>.Dense(widths[^1], classes),
        ]);
    }

    /// <summary>Such as <c>2-16-16-2, norm batch, tanh</c>.</summary>
    internal static string Describe(PlaygroundOptions options, int classes) =>
        $"{string.Join('-', [Coordinates, .. options.Hidden, classes])}, norm {options.Training.Norm}, {options.Training.Activation}";
}
