using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Tests.Layers;

public sealed class ExplanationTests
{
    [Fact]
    public void A_group_normalization_is_explained_with_its_picture()
    {
        const string Expected = """
            GroupNorm(2, 4)
              formula     y = γ · (x − μ)/√(σ² + ε) + β
              input       (2, 4, 2, 3)
              seen as     (2, 2, 2, 6)
              statistics  mean and variance over axes [2, 3] of (2, 2, 2, 6)
                          4 of 12 values each, shape (2, 2, 1, 1)
              come from   the input itself, in training and in evaluation
              divisor     12 = m, biased
              ε           1E-05
              learned     γ and β, each (4)
              mode        training, fused

                    C = 4, 6 places in each cell
                    ┌─┬─┬─┬─┐
              N = 2 │█│█│ │ │
                    │ │ │ │ │
                    └─┴─┴─┴─┘
            """;
        GroupNorm(2, 4).Explain([2, 4, 2, 3]).ToString().ShouldBe(Expected);
    }

    [Fact]
    public void Where_the_statistics_come_from_follows_mode_and_freezing()
    {
        BatchNorm<float> layer = BatchNorm(3, running: RunningStatistics.Keras());
        Shape shape = [4, 3, 5];
        NormalizationExplanation training = layer.Explain(shape);
        training.Source.ShouldBe(StatisticsSource.Batch);
        training.UpdatesRunning.ShouldBeTrue();
        training.Statistics.ShouldBe(3);
        training.Plan.ShouldBeSameAs(layer.PlanOf(shape));
        training.ToString().ShouldContain("the batch; the running statistics follow (momentum 0.01, biased, 0 batches)");

        layer.UpdatesStatistics = false;
        layer.Explain(shape).ToString().ShouldContain("do not follow");

        layer.Freeze();
        NormalizationExplanation frozen = layer.Explain(shape);
        (frozen.Source, frozen.IsFrozen, frozen.IsTraining, frozen.UpdatesRunning).ShouldBe((StatisticsSource.Running, true, true, false));
        frozen.ToString().ShouldContain("one for each of 3 channels, frozen");

        layer.Unfreeze();
        layer.Eval();
        layer.Explain(shape).Source.ShouldBe(StatisticsSource.Running);
        layer.Source = StatisticsSource.Batch;
        layer.Explain(shape).Source.ShouldBe(StatisticsSource.Batch);
    }

    [Fact]
    public void What_is_learned_and_how_it_is_computed_are_told()
    {
        RmsNorm<float> layer = RmsNorm(5);
        layer.Implementation = NormalizationImplementation.Composed;
        layer.Eval();
        string text = layer.Explain([2, 3, 5]).ToString();
        text.ShouldContain("y = γ · x/√(Σx²/m + ε)");
        text.ShouldContain("mean square over axes [2]");
        text.ShouldContain("learned     γ (5)");
        text.ShouldContain("evaluation, composed");
        InstanceNorm(3).Explain([2, 3, 4]).ToString().ShouldContain("learned     nothing");
    }

    [Fact]
    public void What_is_fixed_is_called_fixed()
    {
        string text = new FrozenBatchNorm<float>(3).Explain([4, 3]).ToString();
        text.ShouldContain("y = γ · (x − μ)/√(σ² + ε) + β");
        text.ShouldContain("running statistics, one for each of 3 channels, frozen (fixed, as are γ and β)");
        text.ShouldContain("nothing: γ and β are fixed");
    }

    [Fact]
    public void Pictures_show_who_shares_and_say_what_they_leave_out()
    {
        BatchNorm(3).Explain([2, 3]).Picture.ShouldContain("N = 2 │█│ │ │");
        LayerNorm([3, 4]).Explain([2, 3, 4]).Picture.ShouldContain("│█│█│█│");
        LayerNorm(4).Explain([2, 3, 2, 4]).Picture.ShouldContain("│▒│ │ │");
        LayerNorm(3).Explain([3]).Picture.ShouldContain("N = 1 │█│█│█│");
        BatchNorm(64).Explain([32, 64, 2]).Picture.ShouldContain("│█│ │ │ │ │ │ │ │ …");
        BatchNorm(2).Explain([0, 2]).Picture.ShouldContain("empty");
    }

    [Fact]
    public void An_input_that_does_not_fit_is_refused() =>
        Should.Throw<ArgumentException>(() => BatchNorm(3).Explain([4, 2])).Message.ShouldContain("(4, 2)");
}
