using NormNet.Training;

namespace NormNet.Tests.Training;

public sealed class EarlyStoppingTests
{
    [Theory]
    [InlineData(0, 0.0, new[] { 3.0, 2, 1 }, false)]
    [InlineData(0, 0.0, new[] { 3.0, 2, 2 }, true)]
    [InlineData(1, 0.0, new[] { 3.0, 2, 2 }, false)]
    [InlineData(1, 0.0, new[] { 3.0, 2, 2, 5 }, true)]
    [InlineData(1, 0.0, new[] { 3.0, 2, 2, 1, 4 }, false)]
    [InlineData(0, 0.5, new[] { 3.0, 2, 1.6 }, true)]
    [InlineData(0, 0.5, new[] { -3.0, -4, -5 }, false)]
    [InlineData(0, 0.0, new[] { double.NaN }, true)]
    [InlineData(1, 0.0, new[] { double.NaN, 1 }, false)]
    [InlineData(0, 0.0, new double[0], false)]
    public void Patience_counts_epochs_in_a_row_without_a_gain(int patience, double gain, double[] measurements, bool over) =>
        new EarlyStopping { Patience = patience, MinimumGain = gain }.IsOver(measurements).ShouldBe(over);

    [Fact]
    public void Settings_that_mean_nothing_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new EarlyStopping { Patience = -1 });
        Should.Throw<ArgumentOutOfRangeException>(() => new EarlyStopping { MinimumGain = -0.1 });
        Should.Throw<ArgumentOutOfRangeException>(() => new EarlyStopping { MinimumGain = double.NaN });
    }
}
