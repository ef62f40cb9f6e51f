namespace NormNet.Training;

/// <content>The metrics that are there.</content>
public abstract partial class Metric<T>
{
    /// <summary>
    /// The share of samples, or of their labels where a sample has several, whose label is among the k greatest outputs, 0 to 1.
    /// </summary>
    /// <param name="k">How many guesses a sample has.</param>
    /// <remarks>
    /// Of equal outputs the first counts as greater, so that k = 1 is the accuracy. Called <c>top_k_accuracy</c>, with the number for k.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is less than 1.</exception>
    public static Metric<T> TopAccuracy(int k) => new TopAccuracy<T>(k);

    /// <summary>The mean of the classes' F₁, see <see cref="ClassificationReport.Macro"/>; called <c>macro_f1</c>.</summary>
    public static Metric<T> MacroF1() => OfClasses("macro_f1", report => report.Macro.F1);

    /// <summary>A figure of the confusion matrix.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="figure">Such as <c>report => report.Classes[3].Scores.Recall</c>.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static Metric<T> OfClasses(string name, Func<ClassificationReport, double> figure) => new ClassMetric<T>(name, figure);

    /// <summary>R² = 1 − Σ(t − y)² / Σ(t − t̄)²: the share of the targets' variance that the model explains; called <c>r2</c>.</summary>
    /// <remarks>
    /// Of several outputs the mean of the outputs' R². 1 is perfect, 0 is what the mean target alone would reach, and there is no lower
    /// bound. An output whose targets are all equal has no variance to explain: NaN, and with it the mean.
    /// </remarks>
    public static Metric<T> RSquared() => new RSquared<T>();

    /// <summary>Mean of |t − y| over all outputs; called <c>mean_absolute_error</c>.</summary>
    public static Metric<T> MeanAbsoluteError() => new MeanAbsoluteError<T>();
}
