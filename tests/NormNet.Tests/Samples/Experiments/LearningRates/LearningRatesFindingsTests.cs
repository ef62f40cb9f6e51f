using NormNet.Samples.Experiments;

namespace NormNet.Tests.Samples.Experiments;

public class LearningRatesFindingsTests
{
    private static readonly double[] Rates = [0.1, 1], Scales = [0.3, 1];

    [Fact]
    public void What_the_lecture_says_holds_where_the_numbers_say_so()
    {
        IReadOnlyList<Claim> claims = Conclude(AtOnePoint, (_, _) => 0.96, plainRatio: 1e-3, ratio: 0.5);
        claims.ShouldAllBe(claim => claim.Holds == true);
        claims[0].Figures.ShouldBe("up to 1 with BN, up to 0.1 without: 10 times");
        claims[1].Figures.ShouldBe("4 of 4 with BN, 1 without");
    }

    [Fact]
    public void And_does_not_hold_where_they_say_the_contrary()
    {
        IReadOnlyList<Claim> claims = Conclude((_, _) => 0.96, AtOnePoint, plainRatio: 0.5, ratio: 1e-3);
        claims.ShouldAllBe(claim => claim.Holds == false);
    }

    [Fact]
    public void A_first_gradient_larger_than_the_last_is_as_bad_as_a_smaller_one() =>
        Conclude((_, _) => 0.96, (_, _) => 0.96, plainRatio: 0.1, ratio: 100)[3].Holds.ShouldBe(false);

    [Fact]
    public void Where_nothing_was_trained_the_highest_rate_is_undecided() =>
        Conclude((_, _) => 0.1, (_, _) => 0.1, 1, 1)[0].Holds.ShouldBeNull();

    [Fact]
    public void A_diverged_point_is_shown_as_such_and_does_not_count_as_trained()
    {
        var results = Made((_, _) => 0.96, (_, _) => 0.96, 1, 1);
        foreach (RunResult run in results.Results.Of("plain/rate=1/scale=1"))
            run.Diverged = true;
        Findings findings = new LearningRatesFindings(results.Results, Rates, Scales).Make();
        findings.Claims[0].Holds.ShouldBe(true);
        findings.Tables[0].Rows[1][2].Text.ShouldBe("2 diverged");
    }

    private static double AtOnePoint(double rate, double scale) => rate == 0.1 && scale == 1 ? 0.95 : 0.1;

    private static IReadOnlyList<Claim> Conclude(
        Func<double, double, double> plain, Func<double, double, double> normalized, double plainRatio, double ratio) =>
        new LearningRatesFindings(Made(plain, normalized, plainRatio, ratio).Results, Rates, Scales).Make().Claims;

    private static MadeResults Made(
        Func<double, double, double> plain, Func<double, double, double> normalized, double plainRatio, double ratio)
    {
        var results = new MadeResults(seeds: 2);
        foreach (string network in LearningRatesExperiment.Networks)
        {
            Func<double, double, double> accuracy = network == "plain" ? plain : normalized;
            foreach (double rate in Rates)
            {
                foreach (double scale in Scales)
                {
                    results.With(
                        LearningRatesExperiment.Point(network, rate, scale),
                        (run, _) => run.Values[DeepNetwork.Accuracy] = accuracy(rate, scale));
                }
            }

            foreach (string nonlinearity in LearningRatesExperiment.Nonlinearities)
            {
                results.With(LearningRatesExperiment.Deep(nonlinearity, network), (run, _) =>
                {
                    run.Curve(DeepNetwork.GradientNorms).Add(1, network == "plain" ? plainRatio : ratio);
                    run.Curve(DeepNetwork.GradientNorms).Add(20, 1);
                    run.Values[DeepNetwork.Accuracy] = accuracy(1, 1);
                });
            }
        }

        return results;
    }
}
