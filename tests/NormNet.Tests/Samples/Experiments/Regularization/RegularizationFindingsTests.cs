using NormNet.Samples.Experiments;

namespace NormNet.Tests.Samples.Experiments;

public class RegularizationFindingsTests
{
    private const double BestRate = 0.03;

    [Fact]
    public void What_the_lecture_says_holds_where_the_numbers_say_so() =>
        Conclude(neither: 0.90, normalized: 0.94, dropout: 0.93, both: 0.945).ShouldAllBe(claim => claim.Holds == true);

    [Fact]
    public void And_does_not_hold_where_they_say_the_contrary() =>
        Conclude(neither: 0.94, normalized: 0.90, dropout: 0.945, both: 0.93).ShouldAllBe(claim => claim.Holds == false);

    [Fact]
    public void And_is_undecided_where_the_networks_do_the_same() =>
        Conclude(neither: 0.94, normalized: 0.94, dropout: 0.94, both: 0.94).ShouldAllBe(claim => claim.Holds == null);

    [Fact]
    public void Networks_with_the_same_seed_are_compared_with_each_other() =>
        Conclude(neither: 0.90, normalized: 0.94, dropout: 0.93, both: 0.945)[3].Figures.ShouldContain("1.00 ± 0.00 points apart");

    private static IReadOnlyList<Claim> Conclude(double neither, double normalized, double dropout, double both)
    {
        var results = new MadeResults(seeds: 2);
        (string, double)[] networks = [("neither", neither), ("bn", normalized), ("dropout", dropout), ("both", both)];
        foreach ((string network, double test) in networks)
        {
            foreach (double rate in RegularizationExperiment.Rates)
            {
                results.With(
                    RegularizationExperiment.AtRate(network, rate), (run, seed) => Fill(run, rate == BestRate, test + (0.01 * seed)));
            }
        }

        return new RegularizationFindings(results.Results).Make().Claims;
    }

    // The other rates test better, which must not count: they are worse on the images that were held out.
    private static void Fill(RunResult run, bool best, double test)
    {
        run.Values[SmallSetTraining.HeldOutAccuracy] = best ? 0.9 : 0.8;
        run.Values[SmallSetTraining.TrainAccuracy] = 1;
        run.Values[SmallSetTraining.TestAccuracy] = best ? test : 0.99;
        run.Curve(SmallSetTraining.TestAccuracy).Add(1, test);
        run.Curve(SmallSetTraining.TestLoss).Add(1, test);
    }
}
