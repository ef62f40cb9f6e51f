using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>Which values of an input count, and how many behind each statistic of a plan.</summary>
internal sealed class NormalizationMask<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly KeepWhere<T> _keep;
    private readonly KeepWhere<T> _keepViewed;
    private readonly NormalizationPlan _plan;

    /// <exception cref="ArgumentException">The mask does not broadcast to the input, or holds another number than 0 and 1.</exception>
    internal NormalizationMask(NormalizationPlan plan, Tensor<T> mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        foreach (T value in mask.AsSpan())
        {
            if (value != T.Zero && value != T.One)
                throw new ArgumentException(
                    $"A mask holds 1 for values that count and 0 for others; this one holds {value}.", nameof(mask));
        }

        _plan = plan;
        Tensor<T> whole = mask.BroadcastTo(plan.Input);
        Tensor<T> viewed = whole.Reshape(plan.View);
        _keep = new KeepWhere<T>(whole);
        _keepViewed = new KeepWhere<T>(viewed);
        Values = [.. viewed.Sum(plan.SharedAxes, keepDimensions: true).AsSpan().ToArray().Select(int.CreateChecked)];
        IsWhole = Array.TrueForAll(Values, values => values == 0 || values == plan.ValuesPerStatistic);
    }

    /// <summary>How many values count for each statistic.</summary>
    internal int[] Values { get; }

    /// <summary>Whether each statistic has all its values or none.</summary>
    internal bool IsWhole { get; }

    /// <summary>An input or output with 0 in the places that do not count.</summary>
    internal Variable<T> Keep(Variable<T> x) => _keep.Apply(x);

    /// <summary>The same under the plan's view.</summary>
    internal Variable<T> KeepViewed(Variable<T> x) => _keepViewed.Apply(x);

    /// <summary>The number of values of each statistic; 1 where there is none, so that 0 can be divided by it.</summary>
    internal Tensor<T> Counts() => Statistics(values => Math.Max(1, values));

    /// <summary>What the sum of squares is divided by, as far from the number of values as the plan's divisor is from its own.</summary>
    internal Tensor<T> Divisors() => Statistics(values => Math.Max(1, values - (_plan.ValuesPerStatistic - _plan.Divisor)));

    /// <summary>1 for each statistic without a value, else 0; null where all have some.</summary>
    internal Tensor<T>? Missing() => Values.Contains(0) ? Statistics(values => values == 0 ? 1 : 0) : null;

    private Tensor<T> Statistics(Func<int, double> number) =>
        Tensor<T>.Wrap([.. Values.Select(values => T.CreateTruncating(number(values)))], _plan.StatisticsShape);
}
