using NormNet.Samples.Experiments;
using NormNet.Tensors;
using static NormNet.Samples.Experiments.LayerNormExperiment;

namespace NormNet.Tests.Samples.Experiments;

public class LayerNormExperimentTests
{
    private static readonly ExperimentSettings Tiny = new(Effort.Tiny, Seeds: 1, FirstSeed: 1, ImageSets.Made(train: 400, test: 60));

    private readonly LayerNormExperiment _experiment = new();

    [Fact]
    public void Every_run_of_the_tiny_setting_makes_the_steps_it_announced_and_measures_its_curves()
    {
        var results = new Dictionary<string, RunResult>();
        foreach (ExperimentRun run in _experiment.Runs(Tiny))
        {
            long steps = 0;
            RunResult result = results[run.Key] = run.Train(new RunContext(made => steps += made));
            steps.ShouldBe(run.Steps, run.Key);
            result.Curves.Values.ShouldAllBe(curve => curve.Y.Count >= 2 && curve.Y.TrueForAll(double.IsFinite));
        }

        results.Count.ShouldBe(10);
        Findings findings = _experiment.Conclude(Tiny, new RunResults(results, Tiny.SeedNumbers));
        findings.Claims[^1].Holds.ShouldBe(true, findings.Claims[^1].Figures);
        results["dense-bn-4/seed=1"].Value(DenseTraining.ModeDifference).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Made_up_results_as_the_paper_has_them_bear_every_claim_out() =>
        Verdicts(layer: 0.031, batch: 0.06, normalizedSteps: 300).ShouldAllBe(holds => holds == true);

    [Fact]
    public void A_claim_comes_out_false_when_its_numbers_say_so()
    {
        Verdicts(layer: 0.05, batch: 0.06, normalizedSteps: 300)[0].ShouldBe(false);
        Verdicts(layer: 0.032, batch: 0.029, normalizedSteps: 300)[1..4].ShouldBe([false, false, false]);
        Verdicts(layer: 0.031, batch: 0.06, normalizedSteps: null)[4..6].ShouldBe([false, false]);
        Verdicts(layer: 0.031, batch: 0.06, normalizedSteps: 500)[4..6].ShouldBe([false, false]);
        Verdicts(layer: 0.031, batch: 0.06, normalizedSteps: 300, modes: 1e-9)[6].ShouldBe(false);
    }

    [Fact]
    public void A_diverged_baseline_leaves_its_claim_undecided_and_a_diverged_batch_norm_is_the_worst()
    {
        bool?[] verdicts = Verdicts(layer: 0.031, batch: 0.02, normalizedSteps: 300, diverged: true);
        verdicts[1..4].ShouldBe([true, true, true]);
        verdicts[4..6].ShouldBe([null, null]);
    }

    [Fact]
    public void The_unbiased_variance_is_divided_by_in_training_alone()
    {
        var layer = new UnbiasedBatchNorm(1);
        float[] training = layer.Forward(Tensor<float>.From([[1], [2], [3], [6]])).Value.AsSpan().ToArray();
        double deviation = Math.Sqrt((4 + 1 + 0 + 9) / 3.0);
        training.Select(value => (double)value).ShouldBe([-2 / deviation, -1 / deviation, 0, 3 / deviation], 1e-5);

        layer.Eval();
        layer.Buffers().Single(buffer => buffer.Name!.EndsWith("running_var", StringComparison.Ordinal)).Value.AsSpan()[0].ShouldBe(
            (float)(0.9 + (0.1 * deviation * deviation)), 1e-5f);
        double running = Math.Sqrt(0.9 + (0.1 * deviation * deviation));
        ((double)layer.Forward(Tensor<float>.From([[1.3]])).Value.AsSpan()[0]).ShouldBe(1 / running, 1e-4);
    }

    /// <summary>The verdicts on results whose errors at batch 128 are 3 % everywhere, and whose networks without LN are best at step 400.</summary>
    private bool?[] Verdicts(double layer, double batch, double? normalizedSteps, double modes = 0, bool diverged = false)
    {
        ExperimentSettings settings = Tiny with { Seeds = 2 };
        var results = new Dictionary<string, RunResult>();
        foreach (int seed in settings.SeedNumbers)
        {
            double chance = seed * 1e-4;
            foreach (DenseNorm norm in Enum.GetValues<DenseNorm>())
            {
                double small = norm switch { DenseNorm.Layer => layer, DenseNorm.Batch => batch, _ => 0.04 };
                results[ExperimentRun.KeyOf(KeyOf(norm, Large), seed)] = Dense(0.03 + chance, modes);
                results[ExperimentRun.KeyOf(KeyOf(norm, Small), seed)] = Dense(small + chance, norm == DenseNorm.Batch ? 0.5 : modes);
            }

            results[ExperimentRun.KeyOf(KeyOf(DenseNorm.Batch, Small), seed)].Diverged = diverged;
            foreach (RowCell cell in Enum.GetValues<RowCell>())
            {
                results[ExperimentRun.KeyOf(KeyOf(cell, layerNorm: false), seed)] = Rows([(100, 1), (400, 0.2), (500, 0.3)]);
                results[ExperimentRun.KeyOf(KeyOf(cell, layerNorm: false), seed)].Diverged = diverged;
                results[ExperimentRun.KeyOf(KeyOf(cell, layerNorm: true), seed)] = Rows([(100, 1), (normalizedSteps ?? 300, normalizedSteps is null ? 0.21 : 0.19)]);
                results[ExperimentRun.KeyOf(KeyOf(cell, layerNorm: true), seed)].Values[DenseTraining.ModeDifference] = modes;
            }
        }

        return [.. _experiment.Conclude(settings, new RunResults(results, settings.SeedNumbers)).Claims.Select(claim => claim.Holds)];
    }

    private static RunResult Dense(double late, double modes)
    {
        var result = new RunResult { Values = { [DenseTraining.ModeDifference] = modes } };
        foreach ((int i, double error) in new[] { 0.9, 0.8, late, late }.Index())
            result.Curve(DenseTraining.Error).Add(i, error);
        return result;
    }

    private static RunResult Rows((double Step, double Loss)[] losses)
    {
        var result = new RunResult();
        foreach ((double step, double loss) in losses)
            result.Curve(RowTraining.Loss).Add(step, loss);
        return result;
    }
}
