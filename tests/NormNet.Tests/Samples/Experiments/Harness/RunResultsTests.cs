using NormNet.Samples.Common;
using NormNet.Samples.Experiments;

namespace NormNet.Tests.Samples.Experiments;

public class RunResultsTests
{
    [Fact]
    public void A_spread_has_the_unbiased_deviation_and_one_value_has_none()
    {
        Spread.Of([1, 2, 4]).Mean.ShouldBe(7.0 / 3, 1e-15);
        Spread.Of([1, 2, 4]).Deviation.ShouldBe(Math.Sqrt(7.0 / 3), 1e-15);
        Spread.Of([0.5]).Text("F1", 100).ShouldBe("50.0");
        Spread.Of([0.25, 0.75]).Text("F0", 100).ShouldBe("50 ± 35");
        Spread.Of([]).Text("F1").ShouldBe("–");
    }

    [Theory]
    [InlineData(new[] { 1.0, 2.0, 3.0 }, true)]
    [InlineData(new[] { -1.0, -2.0, -3.0 }, false)]
    [InlineData(new[] { -1.0, 2.0, 0.0 }, null)]
    [InlineData(new[] { 0.0, 0.0 }, null)]
    [InlineData(new[] { 0.01 }, true)]
    [InlineData(new double[0], null)]
    public void A_mean_within_a_standard_error_of_zero_decides_nothing(double[] values, bool? above) =>
        Spread.Of(values).IsAboveZero.ShouldBe(above);

    [Fact]
    public void A_curve_is_the_mean_of_those_runs_that_got_there_in_the_band_between_them()
    {
        Curve curve = Results([(0, 1), (1, 2), (2, 9)], [(0, 3), (1, 6), (2, double.NaN)]).Curve("a", "line", "label");
        curve.Name.ShouldBe("label");
        curve.X.ShouldBe([0, 1, 2]);
        curve.Y.ShouldBe([2, 4, 9]);
        curve.Low.ShouldBe([1, 2, 9]);
        curve.High.ShouldBe([3, 6, 9]);
    }

    [Fact]
    public void A_number_that_a_diverged_run_lacks_is_left_out()
    {
        RunResults results = Results([(0, 1)], [(0, 1)]);
        results["a/seed=2"].Values["x"] = 5;
        results.Over("a", "x").ShouldBe(Spread.Of([5]));
        Should.Throw<KeyNotFoundException>(() => results.Of("b")).Message.ShouldContain("a/seed=1");
    }

    [Fact]
    public void A_series_tells_where_it_first_reaches_a_value()
    {
        var series = new Series { X = [10, 20, 30], Y = [0.1, 0.5, 0.4] };
        series.FirstAtLeast(0.4).ShouldBe(20);
        series.FirstAtLeast(0.6).ShouldBeNull();
        series.At(30).ShouldBe(0.4);
        series.At(31).ShouldBe(double.NaN);
    }

    private static RunResults Results(params (double X, double Y)[][] lines)
    {
        var results = new Dictionary<string, RunResult>();
        for (int i = 0; i < lines.Length; i++)
        {
            var result = new RunResult();
            foreach ((double x, double y) in lines[i])
                result.Curve("line").Add(x, y);
            results.Add(ExperimentRun.KeyOf("a", i + 1), result);
        }

        return new RunResults(results, Enumerable.Range(1, lines.Length));
    }
}
