using NormNet.Training;

namespace NormNet.Tests.Training;

public class TrainingPlanTests
{
    [Theory]
    [InlineData(100, 10, true, 10)]
    [InlineData(109, 10, true, 10)]
    [InlineData(109, 10, false, 11)]
    [InlineData(3, 10, false, 1)]
    [InlineData(int.MaxValue, 1, false, int.MaxValue)]
    public void Steps_per_epoch_count_batches(int samples, int batchSize, bool dropLast, long expected)
    {
        var plan = new TrainingPlan { BatchSize = batchSize, DropLast = dropLast, Epochs = 3 };
        plan.StepsPerEpoch(samples).ShouldBe(expected);
        plan.TotalSteps(samples).ShouldBe(3 * expected);
        (plan with { Steps = 7 }).TotalSteps(samples).ShouldBe(7);
    }

    [Fact]
    public void Less_than_one_of_anything_is_refused()
    {
        Should.Throw<ArgumentException>(() => new TrainingPlan { Epochs = 0 }).Message.ShouldContain("Epochs");
        Should.Throw<ArgumentException>(() => new TrainingPlan { Steps = 0 }).Message.ShouldContain("Steps");
        Should.Throw<ArgumentException>(() => new TrainingPlan { BatchSize = 0 }).Message.ShouldContain("BatchSize");
        Should.Throw<ArgumentException>(() => new TrainingPlan().StepsPerEpoch(0));
    }
}
