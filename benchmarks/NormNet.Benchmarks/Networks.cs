using NormNet.Layers;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Benchmarks;

/// <summary>The networks that are measured, all with ten classes.</summary>
internal static class Networks
{
    internal static Sequential<float> Mlp(int inputs, params ReadOnlySpan<int> widths) => Mlp(inputs, widths, units => BatchNorm(units));

    /// <summary>Dense layers, each but the last with a normalization of its units and ReLU.</summary>
    internal static Sequential<float> Mlp(int inputs, ReadOnlySpan<int> widths, Func<int, Layer<float>> norm)
    {
        var layers = new List<Layer<float>>();
        foreach (int width in widths)
        {
            layers.AddRange([Dense(inputs, width), norm(width), Relu()]);
            inputs = width;
        }

        return Sequential([.. layers, Dense(inputs, 10)]);
    }

    internal static Sequential<float> Cnn() => Sequential(
        Conv2D(1, 16, kernel: 3, padding: 1), BatchNorm(16), Relu(), MaxPool2D(2),
        Conv2D(16, 32, kernel: 3, padding: 1), BatchNorm(32), Relu(), MaxPool2D(2),
        Flatten(), Dense(32 * 7 * 7, 10));
}
