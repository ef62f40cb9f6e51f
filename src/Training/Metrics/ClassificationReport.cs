using System.Globalization;
using System.Text;

namespace NormNet.Training;

/// <summary>Precision, recall and their harmonic mean F₁ = 2·P·R / (P + R), each 0 to 1.</summary>
/// <param name="Precision">The share of right ones among the answers.</param>
/// <param name="Recall">The share of answered ones among the samples.</param>
/// <param name="F1">van Rijsbergen 1979: 2·right / (answers + samples).</param>
public readonly record struct Scores(double Precision, double Recall, double F1);

/// <summary>How a model does on one class.</summary>
/// <param name="Class">The class.</param>
/// <param name="Samples">How many samples are of it.</param>
/// <param name="Answers">How many samples were taken for it.</param>
/// <param name="Right">How many of these are of it.</param>
/// <param name="Scores">Right of the answers, right of the samples, and both.</param>
public readonly record struct ClassScores(int Class, int Samples, int Answers, int Right, Scores Scores);

/// <summary>A confusion matrix class by class, and averaged over the classes.</summary>
/// <remarks>
/// <para>A ratio of nothing is decided as follows, as in scikit-learn's default:</para>
/// <list type="bullet">
/// <item>A class with samples that is never answered has precision 0, and with it F₁ = 0.</item>
/// <item>A class that is answered but has no sample has recall 0, and with it F₁ = 0.</item>
/// <item>A class with neither has no scores: they are NaN, and the macro average leaves it out.</item>
/// </list>
/// </remarks>
public sealed class ClassificationReport
{
    /// <summary>Evaluates a confusion matrix.</summary>
    /// <param name="confusion">How often each class (row) was taken for each class (column).</param>
    /// <exception cref="ArgumentException">It is not square, or holds a negative count.</exception>
    public ClassificationReport(int[,] confusion)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        int classes = confusion.GetLength(0);
        if (confusion.GetLength(1) != classes || confusion.Cast<int>().Any(count => count < 0))
        {
            throw new ArgumentException(
                $"ClassificationReport: a square matrix of counts is expected; got {classes}×{confusion.GetLength(1)}"
                + $"{(confusion.Cast<int>().Any(count => count < 0) ? " with a negative one" : "")}.",
                nameof(confusion));
        }

        Classes = [.. Enumerable.Range(0, classes).Select(k => Evaluate(confusion, k))];
        ClassScores[] present = [.. Classes.Where(found => found.Samples + found.Answers > 0)];
        Macro = new Scores(
            Mean(present, scores => scores.Precision), Mean(present, scores => scores.Recall), Mean(present, scores => scores.F1));
        double right = Classes.Sum(found => (double)found.Right), samples = Classes.Sum(found => (double)found.Samples);
        Micro = new Scores(right / samples, right / samples, right / samples);
    }

    /// <summary>The scores of each class.</summary>
    public IReadOnlyList<ClassScores> Classes { get; }

    /// <summary>The classes' means: every class counts the same. NaN where there is no sample.</summary>
    /// <remarks>F₁ is the mean of the classes' F₁, not that of the mean precision and recall (Opitz &amp; Burst 2019).</remarks>
    public Scores Macro { get; }

    /// <summary>The scores of all classes' counts together: every sample counts the same. NaN where there is no sample.</summary>
    /// <remarks>
    /// With one label a sample, each wrong answer is a false positive of one class and a false negative of another, so all three are the
    /// accuracy.
    /// </remarks>
    public Scores Micro { get; }

    /// <summary>A line for each class and both averages.</summary>
    public override string ToString()
    {
        StringBuilder text = new StringBuilder("class      precision     recall         F1    samples").AppendLine();
        foreach (ClassScores found in Classes)
            Append(text, found.Class.ToString(CultureInfo.InvariantCulture), found.Scores, found.Samples);
        int samples = Classes.Sum(found => found.Samples);
        Append(text, "macro", Macro, samples);
        Append(text, "micro", Micro, samples);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string name, Scores scores, int samples) => text
        .Append(CultureInfo.InvariantCulture, $"{name,-9} {scores.Precision,10:F4} {scores.Recall,10:F4} {scores.F1,10:F4} {samples,10}")
        .AppendLine();

    private static ClassScores Evaluate(int[,] confusion, int k)
    {
        int samples = 0, answers = 0, right = confusion[k, k];
        for (int other = 0; other < confusion.GetLength(0); other++)
        {
            samples += confusion[k, other];
            answers += confusion[other, k];
        }

        Scores scores = samples + answers == 0
            ? new Scores(double.NaN, double.NaN, double.NaN)
            : new Scores(Share(right, answers), Share(right, samples), 2.0 * right / (samples + answers));
        return new ClassScores(k, samples, answers, right, scores);
    }

    private static double Share(int right, int all) => all == 0 ? 0 : (double)right / all;

    private static double Mean(ClassScores[] present, Func<Scores, double> score) =>
        present.Length == 0 ? double.NaN : present.Average(found => score(found.Scores));
}
