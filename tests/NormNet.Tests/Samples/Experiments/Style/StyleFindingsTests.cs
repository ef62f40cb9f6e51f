using NormNet.Samples.Experiments;

namespace NormNet.Tests.Samples.Experiments;

public class StyleFindingsTests
{
    private static readonly string[] Claimed =
        ["IN's output contrast", "BN's output contrast", "training loss", "test digits", "up to rounding", "no such"];

    [Fact]
    public void What_the_paper_found_holds_when_the_numbers_say_so() =>
        Verdicts(instanceRatio: 1.2, batchRatio: 1.3, instanceLoss: 0.9, exact: 9e-6, batchDifference: 2e-3)
            .ShouldBe([true, true, true, true, true, true]);

    [Fact]
    public void The_opposite_numbers_turn_every_verdict_around() =>
        Verdicts(instanceRatio: 1.3, batchRatio: 1.2, instanceLoss: 1.1, exact: 2e-5, batchDifference: 9e-4)
            .ShouldBe([false, false, false, false, false, false]);

    [Fact]
    public void Seeds_that_disagree_leave_the_losses_undecided() =>
        Verdicts(instanceRatio: 1.2, batchRatio: 1.3, instanceLoss: 0.9, exact: 0, batchDifference: 1, secondSeedsLoss: 1.1)
            .ShouldBe([true, true, null, null, true, true]);

    [Fact]
    public void A_generator_that_diverged_has_no_verdict()
    {
        var results = new MadeResults(seeds: 1)
            .With(StyleExperiment.Instance, (run, _) => Fill(run, outputRatio: 1, loss: 1, StyleTraining.Exact, difference: 0))
            .With(StyleExperiment.Batch, (run, _) => run.Diverged = true);
        IReadOnlyList<Claim> claims = new StyleFindings(results.Results).Make().Claims;
        claims.Select(claim => claim.Holds).ShouldBe([true, null, null, null, true, null]);
    }

    private static bool?[] Verdicts(
        double instanceRatio, double batchRatio, double instanceLoss, double exact, double batchDifference, double? secondSeedsLoss = null)
    {
        var results = new MadeResults(seeds: 2)
            .With(StyleExperiment.Instance, (run, seed) =>
                Fill(run, instanceRatio, seed == 2 ? secondSeedsLoss ?? instanceLoss : instanceLoss, StyleTraining.Exact, exact))
            .With(StyleExperiment.Batch, (run, _) => Fill(run, batchRatio, loss: 1, StyleTraining.WithEpsilon, batchDifference));
        IReadOnlyList<Claim> claims = new StyleFindings(results.Results).Make().Claims;
        foreach ((Claim claim, string part) in claims.Zip(Claimed))
            claim.Text.ShouldContain(part);
        return [.. claims.Select(claim => claim.Holds)];
    }

    private static void Fill(RunResult run, double outputRatio, double loss, string property, double difference)
    {
        foreach (double contrast in StyleTraining.Contrasts)
        {
            run.Values[StyleTraining.At(StyleTraining.ContentContrast, contrast)] = contrast;
            run.Values[StyleTraining.At(StyleTraining.OutputContrast, contrast)] = contrast == 2 ? outputRatio * 0.2 : 0.2;
        }

        foreach (string name in (string[])[StyleTraining.TrainLoss, StyleTraining.TestLoss])
        {
            run.Values[name] = loss;
            run.Curve(name).Add(1, loss);
        }

        foreach (double factor in StyleTraining.PropertyFactors)
            run.Values[StyleTraining.At(property, factor)] = difference;
    }
}
