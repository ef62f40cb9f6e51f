using NormNet.Samples.Experiments;

namespace NormNet.Tests.Samples.Experiments;

public class ResidualTrainingTests
{
    private static readonly ImageSets Images = ImageSets.Made(100, 40);
    private static readonly ResidualRecipe Recipe = new(64, 40, Epochs: 2, LastEpochs: 1);

    [Fact]
    public void The_same_seed_gives_the_same_curves_and_others_do_not()
    {
        RunResult first = Run(ResidualNorm.Batch, seed: 1), again = Run(ResidualNorm.Batch, seed: 1);
        again.Curve(ResidualTraining.TrainingError).Y.ShouldBe(first.Curve(ResidualTraining.TrainingError).Y);
        again.Value(ResidualTraining.Reestimated).ShouldBe(first.Value(ResidualTraining.Reestimated));
        int[] others = [2, 3, 4];
        others.Select(seed => Run(ResidualNorm.Batch, seed).Curve(ResidualTraining.TrainingError).Y.ToArray())
            .ShouldContain(curve => !curve.SequenceEqual(first.Curve(ResidualTraining.TrainingError).Y));
    }

    [Fact]
    public void Statistics_are_estimated_anew_where_there_are_any_and_in_the_last_epochs_alone()
    {
        Run(ResidualNorm.Batch, seed: 1).Curve(ResidualTraining.Reestimated).X.ShouldBe([2]);
        Run(ResidualNorm.Batch, seed: 1).Curve(ResidualTraining.Error).X.ShouldBe([1, 2]);
        Run(ResidualNorm.Group, seed: 1).Curves.ShouldNotContainKey(ResidualTraining.Reestimated);
    }

    [Fact]
    public void Work_is_counted_in_samples_whatever_the_batch()
    {
        foreach (int batch in (int[])[32, 2])
        {
            long advanced = 0;
            var context = new RunContext(steps => advanced += steps);
            new ResidualTraining(Recipe, ResidualNorm.Group, batch, 0.01).Run(Images, 1, context);
            advanced.ShouldBe(Recipe.Samples);
            context.Result.Samples.ShouldBe(Recipe.Samples);
        }
    }

    [Fact]
    public void The_median_is_of_the_last_values()
    {
        var series = new Series { X = [1, 2, 3, 4], Y = [9, 1, 5, 3] };
        ResidualTraining.MedianOfLast(series, 3).ShouldBe(3);
        ResidualTraining.MedianOfLast(series, 2).ShouldBe(4);
        ResidualTraining.MedianOfLast(series, 9).ShouldBe(4);
    }

    [Fact]
    public void The_rate_is_linear_in_the_batch_and_falls_three_times()
    {
        ResidualRecipe.RateOf(32).ShouldBe(0.1);
        ResidualRecipe.RateOf(2).ShouldBe(0.00625);
        double[] factors = [.. new long[] { 29, 30, 60, 90 }.Select(ResidualRecipe.ScheduleOf(100).Factor)];
        factors.ShouldBe([1, 0.1, 0.01, 0.001], 1e-12);
    }

    private static RunResult Run(ResidualNorm norm, int seed) =>
        new ResidualTraining(Recipe, norm, 32, 0.1).Run(Images, seed, new RunContext());
}
