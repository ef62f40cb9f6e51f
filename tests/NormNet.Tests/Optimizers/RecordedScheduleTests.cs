using NormNet.Optimizers;

namespace NormNet.Tests.Optimizers;

/// <summary>Every schedule's rates against PyTorch 1.13.1; <c>recorded/schedules.py</c> made the numbers.</summary>
public class RecordedScheduleTests
{
    private static readonly double[] Losses =
    [
        9, 7, 5, 4, 4, 3.9999, 3.99, 4.2, 4.1, 4, 3.9, 3.9, double.NaN, 3.95, 3.9, 3.91, 3.92, 3, 3, 3.1, 2.9, 2.95, 2.9, 2.9,
    ];

    private static readonly double[] Accuracies =
        [0.1, 0.4, 0.6, 0.6, 0.6, 0.605, 0.61, 0.6, 0.59, 0.7, 0.7, 0.65, 0.71, 0.71, 0.705, 0.712, 0.7, 0.7, 0.8, 0.8];

    private static readonly Dictionary<string, double[]> Rates =
        Recorded.Read<Dictionary<string, double[]>>("Optimizers/recorded/schedules.json");

    private static readonly Dictionary<string, Schedule> Curves = new()
    {
        ["step"] = Schedule.Step(every: 7, gamma: 0.5),
        ["multi-step"] = Schedule.MultiStep([3, 11, 30], gamma: 0.2),
        ["exponential"] = Schedule.Exponential(0.9),
        ["linear"] = Schedule.Linear(12),
        ["linear down"] = Schedule.Linear(25, from: 0.8, to: 0.1),
        ["restarts"] = Schedule.CosineRestarts(9, final: 0.05),
        ["longer restarts"] = Schedule.CosineRestarts(5, multiplier: 2),
        ["one-cycle"] = Schedule.OneCycle(40),
        ["chained"] = Schedule.Chained(Schedule.Linear(8, from: 0.1), Schedule.Exponential(0.95)),
        ["sequence"] = Schedule.Linear(6, from: 0.25).Then(10, Schedule.Exponential(0.9)),
        ["lambda"] = Schedule.From(step => 1.0 / (1 + step)),
    };

    private static readonly Dictionary<string, (Schedule Schedule, double[] Measurements)> Plateaus = new()
    {
        ["plateau"] = (Schedule.OnPlateau(0.5, patience: 2, threshold: 1e-3), Losses),
        ["impatient plateau"] = (Schedule.OnPlateau(0.5, patience: 0, lowest: 0.01), Losses),
        ["cooling plateau"] = (Schedule.OnPlateau(0.1, patience: 1, threshold: 0.05, relative: false, cooldown: 3), Losses),
        ["plateau of a maximum"] = (Schedule.OnPlateau(0.5, patience: 1, threshold: 0.01, maximize: true), Accuracies),
    };

    public static TheoryData<string> CurveNames => [.. Curves.Keys];

    public static TheoryData<string> PlateauNames => [.. Plateaus.Keys];

    [Theory]
    [MemberData(nameof(CurveNames))]
    public void Rates_over_the_steps(string name)
    {
        for (int step = 0; step < Rates[name].Length; step++)
            ShouldBe(Curves[name].Factor(step), name, step);
    }

    [Theory]
    [MemberData(nameof(PlateauNames))]
    public void Rates_over_the_measurements(string name)
    {
        (Schedule schedule, double[] measurements) = Plateaus[name];
        Rates[name].Distinct().Count().ShouldBeGreaterThan(2);
        for (int epoch = 0; epoch < Rates[name].Length; epoch++)
            ShouldBe(schedule.Factor(100, measurements[..epoch]), name, epoch);
    }

    [Fact]
    public void All_that_is_recorded_is_compared() => Rates.Keys.ShouldBe(Curves.Keys.Concat(Plateaus.Keys));

    // PyTorch goes from step to step, so its roundings add up.
    private static void ShouldBe(double factor, string name, int at) =>
        factor.ShouldBe(Rates[name][at], Tolerance.For<double>(3 * Rates[name].Length), $"{name} at {at}");
}
