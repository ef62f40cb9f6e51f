namespace NormNet.Samples.Experiments;

/// <summary>How large both parts of the experiment are.</summary>
/// <param name="Images">Images of an epoch, a multiple of 256.</param>
/// <param name="Units">Of each of the two hidden layers.</param>
/// <param name="Epochs">Passes over the images.</param>
/// <param name="TestImages">Images whose error is the dense networks' curve.</param>
/// <param name="RowSteps">Optimizer steps of a recurrent network.</param>
/// <param name="RowHidden">Features of its state.</param>
/// <param name="ValidationImages">Images, behind those trained on, whose loss is the recurrent networks' curve.</param>
/// <param name="RowInterval">Steps between two measurements of it.</param>
internal sealed record LayerNormSizes(
    int Images, int Units, int Epochs, int TestImages, int RowSteps, int RowHidden, int ValidationImages, int RowInterval)
{
    internal const string PaperSize = "paper-size";

    internal const int PaperUnits = 1000;

    /// <summary>Adam's, everywhere.</summary>
    internal const double Rate = 1e-3;

    internal static LayerNormSizes Of(ExperimentSettings settings)
    {
        LayerNormSizes sizes = settings.Pick(
            tiny: new LayerNormSizes(256, 8, 2, 50, 6, 4, 40, 3),
            quick: new LayerNormSizes(3_840, 128, 5, 2_000, 800, 64, 1_000, 40),
            full: new LayerNormSizes(9_984, PaperUnits, 5, 10_000, 2_000, 64, 2_000, 50));
        return settings.Switches.Contains(PaperSize) ? sizes with { Images = 54_784, Units = PaperUnits } : sizes;
    }

    /// <summary>Optimizer steps of a dense network.</summary>
    internal long DenseSteps(int batch) => (long)Epochs * Images / batch;

    /// <summary>Where its error is measured: every half epoch.</summary>
    internal IEnumerable<long> DenseMeasurements(int batch) =>
        Enumerable.Range(1, 2 * Epochs).Select(half => (long)half * Images / 2 / batch);

    /// <summary>Where a recurrent network's loss is measured.</summary>
    internal IEnumerable<long> RowMeasurements => Enumerable.Range(1, RowSteps / RowInterval).Select(i => (long)i * RowInterval);
}
