using NormNet.Data;
using NormNet.Layers;
using NormNet.Samples.Experiments;
using NormNet.Tensors;

namespace NormNet.Tests.Samples.Experiments;

public class TransformerExperimentTests
{
    private static readonly ExperimentSettings Tiny = new(Effort.Tiny, Seeds: 1, FirstSeed: 1, ImageSets.Made(1, 1));
    private static readonly TransformerRecipe Recipe = new(Layers: 1, Steps: 100, TestTasks: 1, TestEvery: 10, [0.01, 0.1]);

    [Fact]
    public void Runs_differ_by_norm_and_by_warm_up_and_tell_what_they_chose()
    {
        var experiment = new TransformerExperiment();
        Dictionary<string, ExperimentRun> runs = experiment.Runs(Tiny).ToDictionary(run => run.Key);
        runs.Count.ShouldBe(10);
        double[][] losses =
        [
            .. from key in (string[])["after-0.01/seed=1", "after-0.01-warm-up/seed=1", "before-0.01/seed=1"]
               select runs[key].Train(new RunContext()).Curve(StepLoop.Loss).Y.ToArray(),
        ];
        losses[1].ShouldNotBe(losses[0]);
        losses[2].ShouldNotBe(losses[0]);
        experiment.Choices(Tiny).ShouldAllBe(choice => choice.Length > 20);
    }

    [Fact]
    public void Rates_rise_and_fall_as_they_are_said_to()
    {
        var plain = new TransformerVariant(TransformerNorm.After, 0.01, WarmUp: false);
        double[] falling = [.. Enumerable.Range(0, 101).Select(step => Recipe.ScheduleOf(plain).Factor(step))];
        falling.ShouldBe([.. Enumerable.Range(0, 101).Select(step => 1 - (step / 100.0))], 1e-12);
        double[] rising = [.. Enumerable.Range(0, 101).Select(step => Recipe.ScheduleOf(plain with { WarmUp = true }).Factor(step))];
        rising[0].ShouldBe(1.0 / 25, 1e-12);
        rising[25].ShouldBe(1, 1e-12);
        rising[100].ShouldBe(0, 1e-12);
        rising[..26].ShouldBeInOrder(SortDirection.Ascending);
        rising[25..].ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public void An_answer_is_exact_when_every_digit_is_right()
    {
        var inputs = Tensor<float>.From([[1, 0, 12], [2, 3, 12], [5, 5, 12]]);

        // The model says each place's own number, the blank's too: a class that is no digit.
        Sequential<float> model = Nn<float>.Sequential(Nn<float>.Embedding(13, 13));
        ((Embedding<float>)model[0]).Weight.Value.CopyFrom(Tensor<float>.Eye(13));
        var tasks = new DataSet<float>(inputs, IndexTensor.From(0, 12, 3, 11, 4, 12).Reshape(3, 2), classCount: 13);
        TransformerTraining.ExactShare(model, tasks).ShouldBe(1.0 / 3, 1e-12);
    }

    [Fact]
    public void The_model_normalizes_where_its_variant_says()
    {
        Count<LayerNorm<float>>(TransformerNorm.After).ShouldBe(2);
        Count<LayerNorm<float>>(TransformerNorm.Before).ShouldBe(3);
        Count<RmsNorm<float>>(TransformerNorm.RootMeanSquare).ShouldBe(3);
        Count<DynamicTanh<float>>(TransformerNorm.DynamicTanh).ShouldBe(3);
        Recipe.Model(TransformerNorm.None, new Generator(1)).Modules().ShouldNotContain(module => module.IsNormalization);

        static int Count<TModule>(TransformerNorm norm) => Recipe.Model(norm, new Generator(1)).Modules().OfType<TModule>().Count();
    }

    [Fact]
    public void Claims_hold_on_results_as_the_papers_have_them()
    {
        IReadOnlyList<Claim> claims = Judge(variant => (variant.Norm.Key, variant.WarmUp, variant.Rate) switch
        {
            ("after", false, _) or ("after", true, 0.1) => null,
            ("none", _, 0.1) => null,
            ("none", _, _) => 80,
            (_, true, _) => 50,
            ("rms", _, _) => 44,
            _ => 40,
        });
        claims.Select(claim => claim.Holds).ShouldBe([true, true, true, true, true, true]);
        claims[0].Figures.ShouldBe("4 and 0 of 4 runs at rates 0.01, 0.1");
        claims[3].Figures.ShouldContain("8 and 8 of 8 runs");
    }

    [Fact]
    public void Claims_do_not_hold_on_results_that_say_otherwise()
    {
        IReadOnlyList<Claim> claims = Judge(variant => (variant.Norm.Key, variant.WarmUp) switch
        {
            ("after", false) => 40,
            ("after", true) or ("before", false) => variant.Rate < 0.1 ? 60 : null,
            ("before", true) or ("none", _) => 40,
            ("rms", _) => null,
            _ => 90,
        });
        claims.Select(claim => claim.Holds).ShouldBe([null, null, false, false, false, false]);
        claims[0].Figures.ShouldContain("no rate is too high");
        Judge(variant => variant.Norm == TransformerNorm.After && variant.Rate < 0.1 ? 40 : null)
            .Select(claim => claim.Holds).ShouldBe([false, false, null, null, null, null]);
    }

    [Fact]
    public void A_table_tells_who_never_gets_there_and_who_diverged()
    {
        RunResults results = Results(variant => variant.WarmUp ? 40 : null, diverged: variant => variant.Norm == TransformerNorm.None);
        FindingTable table = new TransformerFindings(Recipe, results).Make().Tables[0];
        table.Rows[0].Select(cell => cell.Text).ShouldBe(["layer norm after", "no", "never", "never"]);
        table.Rows[1].Select(cell => cell.Text).ShouldBe(["layer norm after", "yes", "40 ± 0", "40 ± 0"]);
        table.Rows[8].Select(cell => cell.Text).ShouldBe(["none", "no", "never; 2 diverged", "never; 2 diverged"]);
    }

    private static IReadOnlyList<Claim> Judge(Func<TransformerVariant, double?> steps) =>
        new TransformerClaims(Recipe, Results(steps, diverged: _ => false)).Judge();

    /// <summary>Two seeds of every variant that reach the target at a step, or never.</summary>
    private static RunResults Results(Func<TransformerVariant, double?> steps, Func<TransformerVariant, bool> diverged)
    {
        var results = new Dictionary<string, RunResult>();
        foreach (TransformerVariant variant in TransformerVariant.All(Recipe.Rates))
        {
            foreach (int seed in (int[])[1, 2])
            {
                var result = new RunResult { Diverged = diverged(variant) };
                for (int step = 10; step <= Recipe.Steps; step += 10)
                {
                    result.Curve(TransformerTraining.Exact).Add(step, step >= steps(variant) ? 1 : 0);
                    result.Curve(StepLoop.Loss).Add(step, 1);
                }

                TransformerTraining.Note(result);
                results.Add(ExperimentRun.KeyOf(variant.Key, seed), result);
            }
        }

        return new RunResults(results, [1, 2]);
    }
}
