namespace NormNet.Samples.Experiments;

/// <summary>Every experiment of the program, in the order of the lecture.</summary>
internal static class ExperimentList
{
    internal static IReadOnlyList<Experiment> All { get; } =
    [
        new MnistMlpExperiment(),
        new LearningRatesExperiment(),
        new RegularizationExperiment(),
        new InceptionExperiment(),
        new FamilyExperiment(),
        new BatchSizeExperiment(),
        new LayerNormExperiment(),
        new TransformerExperiment(),
        new StyleExperiment(),
        new LandscapeExperiment(),
    ];
}
