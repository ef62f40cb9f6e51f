namespace NormNet.Samples.Experiments;

/// <summary>When a network reaches the best accuracy that Inception with the same seed ever has.</summary>
internal sealed class StepsToTarget(ExperimentSettings settings, RunResults results)
{
    /// <summary>The steps of a variant for each seed, null where it never gets there.</summary>
    internal IReadOnlyList<double?> Of(string variant) => [.. settings.SeedNumbers.Select(seed => First(variant, seed))];

    /// <summary>The steps with one seed; null where it never gets there.</summary>
    internal double? First(string variant, int seed)
    {
        double target = results[ExperimentRun.KeyOf(InceptionVariant.Inception.Key, seed)].Value(InceptionTraining.Accuracy);
        return double.IsNaN(target)
            ? null
            : results[ExperimentRun.KeyOf(variant, seed)].Curve(InceptionTraining.Accuracy).FirstAtLeast(target);
    }

    /// <summary>The median over seeds, infinite where most never get there.</summary>
    internal double Median(string variant)
    {
        double[] sorted = [.. Of(variant).Select(steps => steps ?? double.PositiveInfinity).Order()];
        return sorted[sorted.Length / 2];
    }
}
