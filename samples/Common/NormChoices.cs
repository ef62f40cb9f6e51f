using System.Numerics;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Samples.Common;

/// <summary>The words of <c>--norm</c>, and the hidden layers they make.</summary>
/// <remarks>
/// Frozen Batch Normalization is no choice: its statistics come from a network that was trained before. Neither are the conditional and
/// the synchronized ones, which need more than one input.
/// </remarks>
public static class NormChoices
{
    private const string None = "none";
    private const int VirtualBatch = 16, ChannelsPerGroup = 4, MostGroups = 32, Neighbours = 5;

    // One mean a channel is subtracted, and with it any bias before it: the bias is left out there.
    private static readonly string[] RemovesBias = ["batch", "ghost", "renorm", "instance"];

    // These relate values of one sample at several places, which a layer of units does not have: alone, a unit would become its sign.
    private static readonly string[] NeedsPlaces = ["instance", "lrn", "frn"];

    /// <summary>What normalizes hidden layers.</summary>
    public static IReadOnlyList<string> Words { get; } =
    [
        None, "batch", "ghost", "renorm", "layer", "instance", "group", "rms", "lrn", "frn", "grn", "scale", "dyt",
        "weight", "spectral", "weight-standardization",
    ];

    /// <summary>A layer with weights, its normalization and the activation, in the order of the normalization's paper.</summary>
    /// <param name="options">The words.</param>
    /// <param name="weighted">Makes the layer with weights, with a bias or without.</param>
    /// <param name="output">What it makes of a sample: (channels, height, width) or (units).</param>
    /// <remarks>A layer of units in a network of images goes without a normalization that needs places.</remarks>
    public static IEnumerable<Layer<T>> HiddenLayer<T>(TrainingOptions options, Func<bool, WeightedLayer<T>> weighted, Shape output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(weighted);
        ArgumentNullException.ThrowIfNull(output);
        string norm = output.Rank == 1 && NeedsPlaces.Contains(options.Norm) ? None : options.Norm;
        Layer<T>?[] layers =
        [
            Reparametrized(norm, weighted(!RemovesBias.Contains(norm))),
            BeforeActivation<T>(norm, output),
            Activation<T>(norm, options, output[0]),
            BehindActivation<T>(norm, output[0]),
        ];
        return layers.OfType<Layer<T>>();
    }

    /// <summary>Refuses a normalization that a network without feature maps has no use for.</summary>
    /// <exception cref="ArgumentException">The word's normalization needs places.</exception>
    public static void CheckForUnits(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (NeedsPlaces.Contains(options.Norm))
        {
            throw new ArgumentException(
                $"--norm: '{options.Norm}' normalizes feature maps, and this network has none; "
                + $"choose one of {string.Join(", ", Words.Except(NeedsPlaces))}");
        }
    }

    private static WeightedLayer<T> Reparametrized<T>(string norm, WeightedLayer<T> layer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => norm switch
        {
            "weight" => Nn<T>.WeightNorm(layer),
            "spectral" => Nn<T>.SpectralNorm(layer),
            "weight-standardization" => Nn<T>.WeightStandardization(layer, gain: true),
            _ => layer,
        };

    private static Layer<T>? BeforeActivation<T>(string norm, Shape output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => norm switch
        {
            "batch" => Nn<T>.BatchNorm(output[0]),
            "ghost" => Nn<T>.GhostBatchNorm(output[0], VirtualBatch),
            "renorm" => Nn<T>.BatchRenorm(output[0]),
            "layer" => Nn<T>.LayerNorm(output),
            "instance" => Nn<T>.InstanceNorm(output[0], weight: true, bias: true),
            "group" => Nn<T>.GroupNorm(Math.Clamp(output[0] / ChannelsPerGroup, 1, MostGroups), output[0]),
            "rms" => Nn<T>.RmsNorm(output),
            "frn" => Nn<T>.FilterResponseNorm(output[0]),
            "scale" => Nn<T>.ScaleNorm(output),
            "dyt" => Nn<T>.DynamicTanh(output[0]),
            _ => null,
        };

    // Filter Response Normalization comes with a unit of its own, which starts as ReLU.
    private static Layer<T> Activation<T>(string norm, TrainingOptions options, int channels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        norm == "frn" && options.Activation == "relu" ? Nn<T>.ThresholdedLinearUnit(channels) : TrainingChoices.ActivationOf<T>(options);

    private static Layer<T>? BehindActivation<T>(string norm, int channels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => norm switch
        {
            "lrn" => Nn<T>.LocalResponseNorm(Neighbours),
            "grn" => Nn<T>.GlobalResponseNorm(channels),
            _ => null,
        };
}
