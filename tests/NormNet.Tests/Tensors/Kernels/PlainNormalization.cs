using NormNet.Tensors;

namespace NormNet.Tests.Tensors;

/// <summary>Normalization by the book, in double, element by element: what the kernel is held against.</summary>
internal sealed class PlainNormalization
{
    private readonly NormalizationPlan _plan;
    private readonly int[] _statistic;
    private readonly int[] _affine;

    internal PlainNormalization(NormalizationPlan plan, double[] x, double[]? weight, double[]? bias)
    {
        _plan = plan;
        _statistic = Positions(plan.View, plan.StatisticsShape);
        _affine = Positions(plan.View, plan.AffineView);
        Mean = new double[plan.StatisticsShape.Count];
        Variance = new double[Mean.Length];
        if (plan.Centers)
            Mean = Totals(_statistic, Mean.Length, i => x[i] / plan.ValuesPerStatistic);
        double[] mean = Mean;
        if (plan.Centers)
            Mean = [.. Totals(_statistic, mean.Length, i => (x[i] - mean[_statistic[i]]) / plan.ValuesPerStatistic).Select((rest, s) => mean[s] + rest)];
        Variance = Totals(_statistic, Mean.Length, i => Math.Pow(x[i] - Mean[_statistic[i]], 2) / plan.Divisor);
        Evaluate(x, weight, bias);
    }

    internal PlainNormalization(NormalizationPlan plan, double[] x, double[]? weight, double[]? bias, double[] mean, double[] variance)
    {
        _plan = plan;
        _statistic = Positions(plan.View, plan.AffineView);
        _affine = _statistic;
        (Mean, Variance) = (mean, variance);
        Evaluate(x, weight, bias);
    }

    internal double[] Mean { get; private set; }

    internal double[] Variance { get; private set; }

    internal double[] Normalized { get; private set; } = [];

    internal double[] Output { get; private set; } = [];

    /// <summary>∂ℓ/∂x, ∂ℓ/∂γ, ∂ℓ/∂β, and Σ|u·x̂| and Σ|u|, which scale the errors of the last two.</summary>
    internal (double[] X, double[] Weight, double[] Bias, double[] WeightScale, double[] BiasScale) Backward(
        double[]? weight, double[] upstream)
    {
        int statistics = Mean.Length, affine = _plan.AffineShape.Count;
        double[] g = [.. upstream.Select((u, i) => u * (weight?[_affine[i]] ?? 1))];
        double[] sum = Totals(_statistic, statistics, i => g[i]), product = Totals(_statistic, statistics, i => g[i] * Normalized[i]);
        double offset = _plan.Centers ? 1.0 / _plan.ValuesPerStatistic : 0, slope = 1 / _plan.Divisor;
        double[] x = [.. g.Select((gi, i) => InverseDeviation(_statistic[i])
            * (gi - (sum[_statistic[i]] * offset) - (Normalized[i] * product[_statistic[i]] * slope)))];
        return (
            x,
            Totals(_affine, affine, i => upstream[i] * Normalized[i]),
            Totals(_affine, affine, i => upstream[i]),
            Totals(_affine, affine, i => Math.Abs(upstream[i] * Normalized[i])),
            Totals(_affine, affine, i => Math.Abs(upstream[i])));
    }

    internal double InverseDeviation(int statistic) => 1 / Math.Sqrt(Variance[statistic] + _plan.Epsilon);

    internal int StatisticOf(int position) => _statistic[position];

    private void Evaluate(double[] x, double[]? weight, double[]? bias)
    {
        Normalized = [.. x.Select((value, i) => (value - Mean[_statistic[i]]) * InverseDeviation(_statistic[i]))];
        Output = [.. Normalized.Select((value, i) => (value * (weight?[_affine[i]] ?? 1)) + (bias?[_affine[i]] ?? 0))];
    }

    private static double[] Totals(int[] place, int count, Func<int, double> term)
    {
        double[] totals = new double[count];
        for (int i = 0; i < place.Length; i++)
            totals[place[i]] += term(i);
        return totals;
    }

    /// <summary>For every position of a shape, the position in a shape that broadcasts to it.</summary>
    private static int[] Positions(Shape shape, Shape small)
    {
        int[] positions = new int[shape.Count], index = new int[shape.Rank];
        int lead = shape.Rank - small.Rank;
        for (int i = 0; i < positions.Length; i++)
        {
            for (int axis = shape.Rank - 1, rest = i; axis >= 0; rest /= shape[axis], axis--)
                index[axis] = rest % shape[axis];
            int[] within = [.. Enumerable.Range(0, small.Rank).Select(axis => small[axis] == 1 ? 0 : index[lead + axis])];
            positions[i] = small.Position(within);
        }

        return positions;
    }
}
