using System.Numerics;
using NormNet.Lab;

namespace NormNet.Samples.CompareBatchNorm;

/// <summary>Compares, prints, writes the files, and answers by the exit code.</summary>
public static class CompareProgram
{
    private const int Disagree = 1;

    /// <summary>Does what the options say.</summary>
    /// <returns>0 if all routes agree (a wrong backward that passes included) or the gallery is caught; 1 if not.</returns>
    public static int Run(CompareOptions options, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(output);
        return options.Gallery ? RunGallery(options, output) : RunComparison(options, output);
    }

    private static int RunComparison(CompareOptions options, TextWriter output)
    {
        var parts = new List<PrecisionComparison>();
        if (options.Precision != "float")
            parts.AddRange(Compared<double>(options).Parts);
        if (options.Precision != "double")
            parts.Add(Compared<float>(options).Parts[0]);
        var comparison = Comparison.Of(parts);
        output.WriteLine(comparison);
        ComparisonFiles.Write(options, comparison);
        if (options.Html is { } html)
            ComparisonPage.Write(html, Case<double>(options), comparison);
        return comparison.Agrees ? 0 : Disagree;
    }

    private static int RunGallery(CompareOptions options, TextWriter output)
    {
        NormalizationCase<double> training = CaseMaker.Make<double>(options, "train"), evaluation = CaseMaker.Make<double>(options, "eval");
        var matrix = CatchMatrix.Of(training, evaluation);
        output.WriteLine(matrix);
        var parts = new List<PrecisionComparison>();
        foreach (WrongBackward<double> wrong in WrongBackwards<double>.All)
        {
            NormalizationCase<double> at = wrong.AppliesTo(training) ? training : evaluation;
            if (!wrong.AppliesTo(at))
                continue;
            Comparison comparison = Compare.Backward(wrong.Name, at, wrong.Run);
            output.WriteLine(comparison.Parts[0].Verdicts[0]);
            parts.AddRange(comparison.Parts);
        }

        ComparisonFiles.Write(options, Comparison.Of(parts));
        output.WriteLine(matrix.IsComplete
            ? "verdict: every mistake is caught by the checks that can"
            : "verdict: a check that can catch every mistake missed one");
        return matrix.IsComplete ? 0 : Disagree;
    }

    private static Comparison Compared<T>(CompareOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NormalizationCase<T> at = Case<T>(options);
        return options.Wrong is { } name
            ? Compare.Backward(name, at, WrongBackwards<T>.Named(name).Run)
            : Compare.Case(at);
    }

    private static NormalizationCase<T> Case<T>(CompareOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        WrongBackward<T>? wrong = options.Wrong is null ? null : WrongBackwards<T>.Named(options.Wrong);
        NormalizationCase<T> at = CaseMaker.Make<T>(options, options.Mode ?? (wrong is { InTraining: false } ? "eval" : "train"));
        return wrong?.AppliesTo(at) == false
            ? throw new ArgumentException($"--wrong: {wrong.Name} is no mistake for {at.Title}; {wrong.Description}")
            : at;
    }
}
