using NormNet.Samples.Experiments;

namespace NormNet.Tests.Samples.Experiments;

public class SeedNoiseTests
{
    [Theory]
    [InlineData(1.2, 0.1, true)]
    [InlineData(1.2, 0.2, null)]
    [InlineData(0.8, 0.2, null)]
    [InlineData(0.8, 0.1, false)]
    public void Two_standard_errors_of_the_difference_decide(double mean, double deviation, bool? above) =>
        SeedNoise.IsAbove(new Spread(mean, deviation, 3), new Spread(1, deviation, 3)).ShouldBe(above);

    [Fact]
    public void One_seed_has_no_noise_to_hold_against_and_says_so()
    {
        SeedNoise.IsAbove(Spread.Of([1.01]), Spread.Of([1])).ShouldBe(true);
        SeedNoise.IsAbove(Spread.Of([1]), Spread.Of([1])).ShouldBe(false);
        SeedNoise.Caution(Spread.Of([1]), Spread.Of([1])).ShouldContain("one seed");
        SeedNoise.Caution(Spread.Of([0.02, 0.04]), Spread.Of([0.01, 0.01])).ShouldBe("; +2.00 points, two standard errors are 2.00");
        double.IsNaN(SeedNoise.Pooled([Spread.Of([1]), Spread.Of([2])])).ShouldBeTrue();
    }

    [Fact]
    public void A_mean_of_nothing_is_above_nothing_and_not_below()
    {
        SeedNoise.IsAbove(Spread.Of([]), Spread.Of([1])).ShouldBeNull();
        SeedNoise.IsAbove(Spread.Of([0.1, 0.2]), Spread.Of([])).ShouldBeNull();
        SeedNoise.Above("first above second", Spread.Of([]), Spread.Of([1]), "– and 1")
            .ShouldBe(new Claim("first above second", null, "– and 1; where there is no number, every run diverged"));
    }

    [Fact]
    public void One_no_among_verdicts_is_no_and_one_undecided_leaves_it_open()
    {
        SeedNoise.All([true, true]).ShouldBe(true);
        SeedNoise.All([true, null, false]).ShouldBe(false);
        SeedNoise.All([true, null]).ShouldBeNull();
    }

    [Fact]
    public void The_pooled_deviation_is_the_root_of_the_mean_variance() =>
        SeedNoise.Pooled([new Spread(5, 3, 3), new Spread(9, 1, 3)]).ShouldBe(Math.Sqrt(5), 1e-15);
}
