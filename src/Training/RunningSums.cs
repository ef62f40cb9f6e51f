namespace NormNet.Training;

/// <summary>Sums over the samples of an epoch so far.</summary>
/// <remarks>In double and in the order of the steps, so that a resumed epoch ends with the same bits.</remarks>
internal struct RunningSums
{
    internal double Loss { get; private set; }

    internal double Right { get; private set; }

    internal double Samples { get; private set; }

    internal readonly double MeanLoss => Loss / Samples;

    internal readonly double Accuracy => Right / Samples;

    internal readonly double[] Values => [Loss, Right, Samples];

    internal static RunningSums From(ReadOnlySpan<double> values) => new() { Loss = values[0], Right = values[1], Samples = values[2] };

    /// <param name="meanLoss">The mean loss of the samples.</param>
    /// <param name="right">How many were answered right; NaN where they have no labels.</param>
    /// <param name="samples">How many there are.</param>
    internal void Add(double meanLoss, double right, int samples)
    {
        Loss += meanLoss * samples;
        Right += right;
        Samples += samples;
    }
}
