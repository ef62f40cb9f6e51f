using NormNet.Layers;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Samples.Experiments;

/// <summary>What a transformer normalizes with, and where.</summary>
/// <param name="Key">In a run's key.</param>
/// <param name="Title">In tables.</param>
/// <param name="First">
/// Whether before each branch instead of after each sum; then there is one more at the end, as in Xiong et al. 2020.
/// </param>
/// <param name="Make">Makes one for so many features.</param>
internal sealed record TransformerNorm(string Key, string Title, bool First, Func<int, Layer<float>> Make)
{
    internal static TransformerNorm After { get; } = new("after", "layer norm after", First: false, LayerNorm);

    internal static TransformerNorm Before { get; } = new("before", "layer norm before", First: true, LayerNorm);

    internal static TransformerNorm RootMeanSquare { get; } = new("rms", "RMS norm before", First: true, RmsNorm);

    internal static TransformerNorm DynamicTanh { get; } = new(
        "dyt", "dynamic tanh before", First: true, features => Nn<float>.DynamicTanh(features, axis: -1));

    internal static TransformerNorm None { get; } = new("none", "none", First: true, _ => Sequential());

    internal static IReadOnlyList<TransformerNorm> All { get; } = [After, Before, RootMeanSquare, DynamicTanh, None];
}
