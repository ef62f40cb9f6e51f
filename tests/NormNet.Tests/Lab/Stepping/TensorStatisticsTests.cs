using NormNet.Lab;
using NormNet.Tensors;

namespace NormNet.Tests.Lab.Stepping;

public class TensorStatisticsTests
{
    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(7, 3, 2)]
    [InlineData(1024, 0, 1)]
    [InlineData(5000, 1e6, 1)]
    public void They_are_those_of_all_values_summed_one_by_one(int count, double mean, double deviation)
    {
        Tensor<double> tensor = new Generator(seed: count).Normal<double>(Shape.Of(count), mean, deviation);
        double[] values = tensor.AsSpan().ToArray();
        double average = values.Average(), spread = Math.Sqrt(values.Average(x => (x - average) * (x - average)));
        var found = TensorStatistics.Of<double>(values);
        found.Minimum.ShouldBe(values.Min());
        found.Maximum.ShouldBe(values.Max());
        found.Mean.ShouldBe(average, 1e-13 * Math.Max(1, Math.Abs(average)));
        found.Deviation.ShouldBe(spread, 1e-11 * Math.Max(1, Math.Abs(average) * 1e-3));
        found.NotFinite.ShouldBe(0);
    }

    [Fact]
    public void Values_that_are_not_finite_are_counted_and_left_out_wherever_they_stand()
    {
        float[] values = new float[3000];
        Array.Fill(values, float.NaN, 0, 1500);
        for (int i = 1500; i < values.Length; i++)
            values[i] = i % 2 == 0 ? 1 : 3;
        values[2000] = float.PositiveInfinity;
        values[2001] = float.NegativeInfinity;
        var found = TensorStatistics.Of<float>(values);
        found.NotFinite.ShouldBe(1502);
        (found.Minimum, found.Maximum).ShouldBe((1, 3));
        found.Mean.ShouldBe(2, 1e-14);
        found.Deviation.ShouldBe(1, 1e-14);
    }

    [Fact]
    public void One_value_that_is_not_finite_is_found_at_every_place()
    {
        foreach (float odd in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            for (int place = 0; place < 37; place++)
            {
                float[] values = [.. Enumerable.Range(0, 37).Select(i => i == place ? odd : i)];
                var found = TensorStatistics.Of<float>(values);
                found.NotFinite.ShouldBe(1);
                found.Mean.ShouldBe(((36 * 37 / 2.0) - place) / 36, 1e-13);
                found.ShouldBe(TensorStatistics.Of<double>([.. values.Select(x => (double)x)]));
            }
        }
    }

    [Fact]
    public void Of_nothing_finite_there_are_none()
    {
        var found = TensorStatistics.Of<double>([double.NaN, double.PositiveInfinity]);
        found.NotFinite.ShouldBe(2);
        double.IsNaN(found.Mean).ShouldBeTrue();
        TensorStatistics.Of<double>([]).NotFinite.ShouldBe(0);
    }
}
