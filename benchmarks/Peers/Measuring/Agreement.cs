namespace NormNet.Peers;

/// <summary>Whether both sides compute the same: a fast wrong answer must not win.</summary>
internal static class Agreement
{
    /// <summary>
    /// The largest difference allowed, as a part of the largest value. Sums of 50,000 floats, which either side adds in its own order,
    /// differ by about 1e-5; what is computed wrongly differs by far more than this.
    /// </summary>
    internal const double Bound = 1e-4;

    /// <summary>The largest scaled difference of any result.</summary>
    /// <exception cref="InvalidOperationException">The sides give results of different names or sizes.</exception>
    internal static double Check(Workload workload)
    {
        Results ours = ResultsOf(workload, Side.NormNet), theirs = ResultsOf(workload, Side.Torch);
        if (!ours.All.Select(result => (result.Name, result.Values.Length)).SequenceEqual(theirs.All.Select(result => (result.Name, result.Values.Length))))
            throw new InvalidOperationException($"{workload.GetType().Name}: the two sides give different results to compare.");
        return ours.All.Zip(theirs.All, (our, their) => ScaledDifference(our.Values, their.Values)).Max();
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
