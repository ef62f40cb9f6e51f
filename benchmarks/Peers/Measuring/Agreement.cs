namespace NormNet.Peers;

/// <summary>Whether both sides compute the same, judged by the result that comes nearest to its bound or goes past it most.</summary>
/// <param name="Difference">The largest difference as a part of the largest value.</param>
/// <param name="Bound">How much of that rounding explains.</param>
/// <param name="Result">Which result it is.</param>
internal readonly record struct Agreement(double Difference, double Bound, string Result)
{
    internal bool Holds => Difference <= Bound;

    /// <summary>Runs a workload on both sides and compares the results: a fast wrong answer must not win.</summary>
    /// <exception cref="InvalidOperationException">The sides give results of different names or sizes.</exception>
    internal static Agreement Of(Workload workload)
    {
        Results ours = ResultsOf(workload, Side.NormNet), theirs = ResultsOf(workload, Side.Torch);
        if (!ours.All.Select(result => (result.Name, result.Values.Length)).SequenceEqual(theirs.All.Select(result => (result.Name, result.Values.Length))))
            throw new InvalidOperationException($"{workload.GetType().Name}: the two sides give different results to compare.");

        return ours.All
            .Zip(theirs.All, (our, their) => new Agreement(ScaledDifference(our.Values, their.Values), our.Bound, our.Name))
            .MaxBy(agreement => agreement.Difference / agreement.Bound);
    }

    private static Results ResultsOf(Workload workload, Side side)
    {
        var results = new Results();
        for (int run = 0; run < workload.RunsToCompare; run++)
            workload.Run(side, results);
        return results;
    }

    /// <summary>max|a − b| / max|b|; infinite if a number is not finite, so that it agrees with nothing.</summary>
    private static double ScaledDifference(float[] a, float[] b)
    {
        double difference = 0, scale = 0;
        for (int i = 0; i < a.Length; i++)
        {
            if (!float.IsFinite(a[i]) || !float.IsFinite(b[i]))
                return double.PositiveInfinity;
            difference = Math.Max(difference, Math.Abs((double)a[i] - b[i]));
            scale = Math.Max(scale, Math.Abs((double)b[i]));
        }

        return difference == 0 ? 0 : difference / scale;
    }
}
