using NormNet.Optimizers;

namespace NormNet.Tests.Optimizers;

public class ScheduleTests
{
    [Fact]
    public void Constant_is_1_for_ever()
    {
        Schedule.Constant.Factor(0).ShouldBe(1);
        Schedule.Constant.Factor(1_000_000).ShouldBe(1);
    }

    [Fact]
    public void Step_drops_at_multiples_only()
    {
        var schedule = Schedule.Step(every: 10, gamma: 0.5);
        ((long[])[0, 9, 10, 19, 20, 35]).Select(schedule.Factor).ShouldBe([1, 1, 0.5, 0.5, 0.25, 0.125]);
    }

    [Fact]
    public void Cosine_passes_the_middle_halfway_and_stays_at_the_end()
    {
        var schedule = Schedule.Cosine(steps: 100, final: 0.2);
        schedule.Factor(0).ShouldBe(1);
        schedule.Factor(50).ShouldBe(0.6, Tolerance.For<double>(4));
        schedule.Factor(25).ShouldBe(0.2 + (0.8 * (1 + Math.Sqrt(0.5)) / 2), Tolerance.For<double>(4));
        schedule.Factor(100).ShouldBe(0.2, Tolerance.For<double>(4));
        schedule.Factor(1000).ShouldBe(0.2, Tolerance.For<double>(4));
    }

    /// <summary>PyTorch's OneCycleLR, ten steps: the top is at step 0.3·10 − 1 = 2, the end at 9, the quarter turns at cos(kπ/7).</summary>
    [Fact]
    public void One_cycle_has_the_places_of_PyTorchs()
    {
        var schedule = Schedule.OneCycle(steps: 10);
        const double Low = 1.0 / 25, End = Low / 1e4;
        double bound = Tolerance.For<double>(4);
        schedule.Factor(0).ShouldBe(Low, bound);
        schedule.Factor(1).ShouldBe((Low + 1) / 2, bound);
        schedule.Factor(2).ShouldBe(1, bound);
        for (int step = 3; step < 10; step++)
            schedule.Factor(step).ShouldBe(End + ((1 - End) / 2 * (1 + Math.Cos(Math.PI * (step - 2) / 7))), bound);
        schedule.Factor(9).ShouldBe(End, bound);
        schedule.Factor(50).ShouldBe(End, bound);
    }

    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(2, 0.5)]
    [InlineData(3, 0.3)]
    [InlineData(10, 0.1)]
    [InlineData(7, 0)]
    [InlineData(7, 1)]
    public void One_cycle_stays_between_its_ends_however_short(long steps, double rising)
    {
        var schedule = Schedule.OneCycle(steps, rising);
        for (long step = 0; step < steps + 3; step++)
            schedule.Factor(step).ShouldBeInRange(0.999 / 25 / 1e4, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(int.MaxValue)]
    public void Restarts_are_found_however_late(int multiplier) =>
        Schedule.CosineRestarts(3, multiplier).Factor(long.MaxValue).ShouldBeInRange(0, 1);

    [Fact]
    public void A_measurement_that_only_worsens_by_less_than_nothing_is_no_improvement_even_below_0()
    {
        // A relative threshold of the best's own sign would call −0.5 better than −1 here.
        var schedule = Schedule.OnPlateau(gamma: 0.5, patience: 0, threshold: 0.9);
        schedule.Factor(0, [-1, -0.5]).ShouldBe(0.5);
        schedule.Factor(0, [-1, -2]).ShouldBe(1);
    }

    [Fact]
    public void A_warm_up_and_a_descent_one_after_the_other_and_both_on_a_plateau()
    {
        Schedule both = Schedule.Chained(Schedule.Linear(4, from: 0.5).Then(4, Schedule.Cosine(8)), Schedule.OnPlateau(0.1, patience: 0));
        both.Factor(4, [1, 2]).ShouldBe(0.1);
        both.Factor(0, []).ShouldBe(0.5);
        both.ToString().ShouldContain("after 4 steps cosine(8 steps");
    }

    [Fact]
    public void A_factor_of_ones_own_is_taken_as_it_is() => Schedule.From(step => 1.0 / (1 + step)).Factor(3).ShouldBe(0.25);

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Should.Throw<ArgumentException>(() => Schedule.Step(every: 0));
        Should.Throw<ArgumentException>(() => Schedule.Step(every: 1, gamma: double.NaN));
        Should.Throw<ArgumentException>(() => Schedule.Step(every: 1, gamma: 0));
        Should.Throw<ArgumentException>(() => Schedule.Cosine(steps: 0));
        Should.Throw<ArgumentException>(() => Schedule.Cosine(steps: 1, final: -1));
        Should.Throw<ArgumentException>(() => Schedule.OneCycle(steps: 0));
        Should.Throw<ArgumentException>(() => Schedule.OneCycle(steps: 1, rising: 2));
        Should.Throw<ArgumentException>(() => Schedule.OneCycle(steps: 1, initialDivisor: 0));
        Should.Throw<ArgumentException>(() => Schedule.OneCycle(steps: 1, finalDivisor: double.NaN));
        Should.Throw<ArgumentException>(() => Schedule.Constant.Factor(-1));
        Should.Throw<ArgumentException>(() => Schedule.MultiStep([])).Message.ShouldContain("none");
        Should.Throw<ArgumentException>(() => Schedule.MultiStep([3, 3])).Message.ShouldContain("3, 3");
        Should.Throw<ArgumentException>(() => Schedule.MultiStep([0, 3]));
        Should.Throw<ArgumentException>(() => Schedule.MultiStep([3], gamma: 2));
        Should.Throw<ArgumentException>(() => Schedule.Exponential(1.1));
        Should.Throw<ArgumentException>(() => Schedule.Exponential(0.9, every: 0));
        Should.Throw<ArgumentException>(() => Schedule.Linear(0));
        Should.Throw<ArgumentException>(() => Schedule.Linear(1, from: double.NaN));
        Should.Throw<ArgumentException>(() => Schedule.CosineRestarts(0));
        Should.Throw<ArgumentException>(() => Schedule.CosineRestarts(1, multiplier: 0));
        Should.Throw<ArgumentException>(() => Schedule.CosineRestarts(1, final: 2));
        Should.Throw<ArgumentException>(() => Schedule.OnPlateau(gamma: 1)).Message.ShouldContain("gamma");
        Should.Throw<ArgumentException>(() => Schedule.OnPlateau(patience: -1));
        Should.Throw<ArgumentException>(() => Schedule.OnPlateau(cooldown: -1));
        Should.Throw<ArgumentException>(() => Schedule.OnPlateau(threshold: double.NaN)).Message.ShouldContain("threshold");
        Should.Throw<ArgumentException>(() => Schedule.OnPlateau(lowest: -0.1));
        Should.Throw<ArgumentException>(() => Schedule.Chained());
        Should.Throw<ArgumentException>(() => Schedule.Chained(Schedule.Constant, null!));
        Should.Throw<ArgumentException>(() => Schedule.Constant.Then(0, Schedule.Constant));
    }
}
