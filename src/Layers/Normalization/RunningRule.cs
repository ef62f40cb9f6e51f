using System.Globalization;

namespace NormNet.Layers;

/// <summary>How running statistics follow the batches': with momentum w, new = (1 − w) · old + w · batch.</summary>
/// <param name="Momentum">
/// The weight w of the new batch, from 0 to 1, as in PyTorch (Keras, Flax and ONNX give the weight of the old value); null for the
/// average of all batches, w = 1/(batches seen).
/// </param>
/// <param name="Unbiased">Whether the kept variance is Σ(x − μ)²/(m − 1), or Σ(x − μ)²/m, by which the batch itself is normalized.</param>
/// <param name="Epsilon">The ε that goes with this convention, for layers that are given none.</param>
/// <param name="SkipsNonFinite">Whether a batch that would make a running number infinite or NaN is left out, and counted.</param>
/// <remarks>Made by <see cref="RunningStatistics"/>.</remarks>
public sealed record RunningRule(double? Momentum, bool Unbiased = true, double Epsilon = 1e-5, bool SkipsNonFinite = true)
{
    /// <inheritdoc cref="RunningRule(double?, bool, double, bool)" path="/param[@name='Momentum']"/>
    /// <exception cref="ArgumentOutOfRangeException">It is no number from 0 to 1.</exception>
    public double? Momentum { get; init; } = Momentum is null or (>= 0 and <= 1)
        ? Momentum
        : throw new ArgumentOutOfRangeException(nameof(Momentum), Momentum, "The weight of the new batch is a number from 0 to 1.");

    /// <summary>The rule in a few words; the momentum to 12 digits, as 1 − 0.99 is not quite 0.01.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(Momentum is { } w ? $"momentum {w:G12}" : "cumulative")}, {(Unbiased ? "unbiased" : "biased")}");

    internal double WeightOf(long batchesBefore) => Momentum ?? (1.0 / (batchesBefore + 1));
}
