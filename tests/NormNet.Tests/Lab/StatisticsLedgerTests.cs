using NormNet.Lab;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Lab;

public class StatisticsLedgerTests
{
    [Fact]
    public void Every_update_is_written_down_with_what_was_before_and_after()
    {
        var norm = new BatchNorm<double>(1);
        using var ledger = new StatisticsLedger<double>(norm);
        norm.Forward(Tensor<double>.From([[1], [2], [3], [4]]));
        RunningUpdate<double> update = ledger.Entries.ShouldHaveSingleItem().Update;

        // By hand: μ = 2.5, biased σ² = 1.25, unbiased 5/3, weight 0.1: 0.9·0 + 0.25 and 0.9·1 + 0.1·5/3.
        update.BatchMean[0].ShouldBe(2.5);
        update.BatchVariance[0].ShouldBe(1.25);
        update.ValuesPerStatistic.ShouldBe(4);
        update.Weight.ShouldBe(0.1);
        (update.MeanBefore[0], update.VarianceBefore[0]).ShouldBe((0.0, 1.0));
        update.MeanAfter[0].ShouldBe(0.25, 1e-15);
        update.VarianceAfter[0].ShouldBe(0.9 + (0.5 / 3), 1e-15);
        ledger.ToString().ShouldContain("0 → 0.25");
    }

    [Fact]
    public void Nothing_is_written_in_evaluation_or_after_the_ledger_is_closed()
    {
        var norm = new BatchNorm<float>(2);
        var ledger = new StatisticsLedger<float>(norm);
        norm.Eval();
        norm.Forward(new Generator(1).Normal<float>([4, 2]));
        ledger.Dispose();
        norm.Train();
        norm.Forward(new Generator(1).Normal<float>([4, 2]));
        ledger.Entries.ShouldBeEmpty();
    }

    [Fact]
    public void The_gap_between_training_and_evaluation_is_laid_to_statistics_that_followed_no_batch_and_closes_when_they_did()
    {
        Sequential<double> model = Nn<double>.Sequential(Nn<double>.BatchNorm(3, running: RunningStatistics.Cumulative(unbiased: false)), Nn<double>.Relu());
        Tensor<double> x = new Generator(2).Normal<double>([64, 3], mean: 4, deviation: 2);
        EvaluationGap before = EvaluationGap.Of(model, x).ShouldHaveSingleItem();
        before.Path.ShouldBe("0");
        before.Batches.ShouldBe(0);
        before.OutputDistance.ShouldBeGreaterThan(1);
        before.ToString().ShouldContain("no batch yet");

        model.Forward(x);
        EvaluationGap after = EvaluationGap.Of(model, x).ShouldHaveSingleItem();
        after.Batches.ShouldBe(1);
        after.MeanDistance.ShouldBeLessThan(1e-12);
        after.VarianceRatio.ShouldBe(1, 1e-12);
        after.OutputDistance.ShouldBeLessThan(1e-12);
        model.IsTraining.ShouldBeTrue();
    }

    [Fact]
    public void A_frozen_layer_is_said_to_be_frozen()
    {
        var norm = new BatchNorm<double>(3);
        norm.Freeze();
        EvaluationGap gap = EvaluationGap.Of(Nn<double>.Sequential(norm), new Generator(3).Normal<double>([8, 3])).ShouldHaveSingleItem();
        gap.OutputDistance.ShouldBe(0);
        gap.ToString().ShouldContain("frozen");
    }
}
