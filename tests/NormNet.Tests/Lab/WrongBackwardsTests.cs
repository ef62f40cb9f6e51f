using NormNet.Lab;
using NormNet.Tensors;

namespace NormNet.Tests.Lab;

public class WrongBackwardsTests
{
    public static TheoryData<string> Names => [.. WrongBackwards<double>.All.Select(wrong => wrong.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_explanation_names_the_right_mistake_in_95_of_100_random_cases(string name)
    {
        WrongBackward<double> wrong = WrongBackwards<double>.Named(name);
        int named = 0;
        for (int seed = 0; seed < 100; seed++)
        {
            NormalizationCase<double> at = Cases.Small(seed);
            if (!wrong.AppliesTo(at))
                at = Cases.InEvaluation(at, seed);
            Verdict verdict = Compare.Backward(name, at, wrong.Run).Verdict;
            if (verdict.Kind == VerdictKind.Mistake && verdict.Mistakes.Count == 1 && verdict.Mistakes[0] == name)
                named++;
        }

        named.ShouldBeGreaterThanOrEqualTo(95);
    }

    [Fact]
    public void A_thousand_right_backwards_raise_no_false_alarm()
    {
        for (int seed = 0; seed < 1000; seed++)
        {
            NormalizationCase<double> at = Cases.Small(seed);
            if (seed % 4 == 0)
                at = Cases.InEvaluation(at, seed);
            Comparison comparison = Compare.Backward("mine", at, SimplifiedBackward.Run);
            comparison.Agrees.ShouldBeTrue($"seed {seed}: {comparison}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_mistake_is_caught_in_float_too_where_it_is_larger_than_rounding(string name)
    {
        WrongBackward<float> wrong = WrongBackwards<float>.Named(name);
        NormalizationCase<float> at = Cases.Small(seed: 1).Cast<float>();
        if (!wrong.AppliesTo(at))
            at = Cases.InEvaluation(at, seed: 1);
        Verdict verdict = Compare.Backward(name, at, wrong.Run).Verdict;
        if (name == "epsilon-outside")
            verdict.Agrees.ShouldBeTrue();
        else
            verdict.Mistakes.ShouldContain(name, verdict.ToString());
    }

    [Fact]
    public void The_matrix_says_which_check_catches_which_mistake_and_which_cannot()
    {
        NormalizationCase<double> training = Cases.Of<double>(NormalizationPlan.Batch([12, 4]), seed: 3);
        var matrix = CatchMatrix.Of(training, Cases.InEvaluation(training, seed: 4));
        matrix.IsComplete.ShouldBeTrue(matrix.ToString());

        // By the algebra of the layer: Σu·x̂ = 0 for u = 1, so the variance path is not seen; Σg = 0 for g = 2x̂, so the mean path is not.
        string[] lines = [.. matrix.ToString().Split(Environment.NewLine).Skip(CatchMatrix.Checks.Count).Where(line => line.Length > 0)];
        lines.ShouldBe(
        [
            "✓ ✓ ✓ ✓ ✓ ✓ ✓   constant-statistics",
            "✓ ✓ ✓ ✓ ✓ ✓ ·   no-mean-path",
            "✓ ✓ ✓ ✓ · · ✓   no-variance-path",
            "✓ ✓ ✓ ✓ ✓ ✓ ✓   wrong-axis",
            "✓ ✓ ✓ ✓ · · ✓   bessel-variance",
            "✓ ✓ ✓ ✓ ✓ ✓ ✓   bessel-both",
            "✓ ✓ · ✓ · · ✓   epsilon-outside",
            "✓ ✓ ✓ · · · ·   no-gamma",
            "✓ ✓ ✓ ✓ · · ✓   unbiased-xhat",
            "✓ ✓ ✓ ✓   ✓ ✓   train-in-eval",
            "✓ ✓ ✓ ✓ · · ✓   no-factor-two",
            "✓ ✓ ✓ ✓ ✓ ✓ ·   mean-sign",
        ]);
    }

    [Fact]
    public void A_mistake_that_is_none_on_a_layer_is_shown_as_the_same()
    {
        var matrix = CatchMatrix.Of(Cases.Of<double>(NormalizationPlan.Layer([6, 8], [8]), seed: 5).WithAffine(null, null));
        matrix.Rows.Single(row => row.Mistake == "no-gamma").Results.ShouldAllBe(result => result == CatchResult.SameAsRight);
        matrix.IsComplete.ShouldBeTrue();
    }

    [Fact]
    public void Two_mistakes_that_are_the_same_on_an_input_share_a_verdict()
    {
        // An upstream gradient that adds up to 0 makes Σg/m vanish: without the variance path nothing is left but invStd·g.
        NormalizationCase<double> at = Cases.Of<double>(NormalizationPlan.Batch([8, 3]), seed: 6);
        Tensor<double> centered = at.Upstream - at.Upstream.Mean([0], keepDimensions: true);
        Verdict verdict = Compare.Backward(
            "mine", at.WithUpstream(centered), WrongBackwards<double>.Named("no-variance-path").Run).Verdict;
        verdict.Mistakes.ShouldBe(["constant-statistics", "no-variance-path"]);
    }

    [Fact]
    public void A_name_that_is_not_in_the_gallery_is_refused_with_the_names_that_are() =>
        Should.Throw<ArgumentException>(() => WrongBackwards<float>.Named("none")).Message.ShouldContain("mean-sign");
}
