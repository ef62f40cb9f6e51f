using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Data;

public sealed partial class DataSet<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The first samples.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1 or more than there are.</exception>
    public DataSet<T> Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        return count == Count ? this : Subset([.. Enumerable.Range(0, count)]);
    }

    /// <summary>The samples at some positions, in that order; a position may be named twice.</summary>
    /// <exception cref="ArgumentException">No position was given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A position is none of 0 … <see cref="Count"/> − 1.</exception>
    public DataSet<T> Subset(params ReadOnlySpan<int> positions)
    {
        if (positions.IsEmpty)
        {
            throw new ArgumentException(
                $"Subset: no position was given, and a data set needs at least one sample (of these {Count}).", nameof(positions));
        }

        int[] rows = new int[positions.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(positions[i], nameof(positions));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(positions[i], Count, nameof(positions));
            rows[i] = Row(positions[i]);
        }

        return new DataSet<T>(this, InputSamples, rows, _augmenter);
    }

    /// <summary>Parts the samples at random into some to train on and some to test on, each part in the order of this set.</summary>
    /// <param name="testShare">The share to test on, above 0 and below 1; rounded to whole samples.</param>
    /// <param name="generator">Draws them.</param>
    /// <param name="stratified">Takes that share of each class, to within one sample, instead of the share of all together.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="testShare"/> is not between 0 and 1.</exception>
    /// <exception cref="ArgumentException">
    /// A part would be empty, or <paramref name="stratified"/> is asked of samples that do not have one label each.
    /// </exception>
    public DataSplit<T> Split(double testShare, Generator generator, bool stratified = false)
    {
        ArgumentNullException.ThrowIfNull(generator);
        if (testShare is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(testShare), testShare, "Split: the share to test on lies between 0 and 1.");
        int testCount = (int)Math.Round(testShare * Count, MidpointRounding.AwayFromZero);
        if (testCount == 0 || testCount == Count)
            throw new ArgumentException($"Split: a share of {testShare} of {Count} samples leaves one part empty.", nameof(testShare));

        Func<int, int> stratum = stratified ? StratumOf : _ => 0;
        int[] left = TestCounts(testCount, stratum, stratified ? ClassCount : 1);
        List<int> train = [], test = [];
        foreach (int position in generator.Permutation(Count))
            (left[stratum(position)]-- > 0 ? test : train).Add(position);
        train.Sort();
        test.Sort();
        return new DataSplit<T>(Subset([.. train]), Subset([.. test]));
    }

    private int StratumOf(int position) => _labels is not null && LabelShape.Rank == 0
        ? _labels[Row(position)]
        : throw new ArgumentException($"Split: only samples with one label each can be stratified; this set is {this}.");

    /// <summary>How many samples of each stratum to test on: those of the largest remainder get what rounding down leaves.</summary>
    private int[] TestCounts(int testCount, Func<int, int> stratum, int strata)
    {
        int[] counts = new int[strata];
        for (int i = 0; i < Count; i++)
            counts[stratum(i)]++;
        double[] ideal = Array.ConvertAll(counts, count => (double)testCount * count / Count);
        int[] result = Array.ConvertAll(ideal, share => (int)share);
        foreach (int k in Enumerable.Range(0, strata).OrderByDescending(k => ideal[k] - result[k]).Take(testCount - result.Sum()))
            result[k]++;
        return result;
    }
}
