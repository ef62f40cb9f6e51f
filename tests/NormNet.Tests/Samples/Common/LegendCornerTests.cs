using NormNet.Samples.Common;
using ScottPlot;

namespace NormNet.Tests.Samples.Common;

public class LegendCornerTests
{
    [Theory]
    [InlineData(new double[] { 0, 0.1, 0.5, 1, 1 }, Alignment.LowerRight)]
    [InlineData(new double[] { 1, 0.9, 0.5, 0, 0 }, Alignment.UpperRight)]
    [InlineData(new double[] { 1, 0.5, 0.5, 0, 1 }, Alignment.LowerLeft)]
    [InlineData(new double[] { 0, 0.5, 0.5, 0, 1 }, Alignment.UpperLeft)]
    public void It_is_the_corner_that_the_curve_leaves_free(double[] y, Alignment corner) =>
        LegendCorner.Of([new Curve("line", [0, 1, 2, 3, 3], y)]).ShouldBe(corner);

    [Fact]
    public void A_curve_without_values_is_no_error() =>
        LegendCorner.Of([new Curve("line", [0], [double.NaN])]).ShouldBe(Alignment.LowerRight);
}
