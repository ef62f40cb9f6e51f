using System.Numerics;
using NormNet.Lab;
using NormNet.Tensors;

namespace NormNet.Tests.Lab;

public abstract class CompareTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static TheoryData<string, NormalizationPlan> Family => new()
    {
        { "batch", NormalizationPlan.Batch([6, 3]) },
        { "batch, images", NormalizationPlan.Batch([4, 3, 2, 3]) },
        { "layer", NormalizationPlan.Layer([3, 8], [8]) },
        { "instance", NormalizationPlan.Instance([2, 3, 3, 3]) },
        { "group", NormalizationPlan.Group([3, 6, 2], 2) },
        { "root mean square", NormalizationPlan.Layer([3, 8], [8]).WithoutCentering() },
        { "unbiased variance", NormalizationPlan.Batch([5, 4]).WithUnbiasedVariance() },
    };

    [Theory]
    [MemberData(nameof(Family))]
    public void All_routes_of_every_layer_of_the_family_agree(string layer, NormalizationPlan plan)
    {
        Comparison comparison = Compare.Case(Cases.Of<T>(plan, seed: 1));
        comparison.Agrees.ShouldBeTrue($"{layer}: {comparison}");
        comparison.Verdict.Kind.ShouldBe(VerdictKind.Rounding);
    }

    [Fact]
    public void With_given_statistics_all_routes_agree_and_the_statistics_have_gradients_of_their_own()
    {
        Comparison comparison = Compare.Case(Cases.InEvaluation(Cases.Of<T>(NormalizationPlan.Batch([6, 3]), seed: 2), seed: 3));
        comparison.Agrees.ShouldBeTrue(comparison.ToString());
        comparison.Rows.Single(row => row is { Quantity: Quantity.VarianceGradient, Route: "fused" } && row.Precision == comparison.Parts[0].Precision)
            .Difference.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Two_and_three_values_per_statistic_raise_no_false_alarm(int values)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Comparison comparison = Compare.Case(Cases.Of<T>(NormalizationPlan.Batch([values, 4]), seed));
            comparison.Agrees.ShouldBeTrue(comparison.ToString());
            if (typeof(T) == typeof(float))
                comparison.Parts[0].Reference.Precision.ShouldBe("double");
        }
    }

    [Fact]
    public void A_mean_far_from_zero_is_called_cancellation_and_no_mistake()
    {
        Comparison comparison = Compare.Case(Cases.Of<T>(NormalizationPlan.Batch([16, 3]), seed: 4, mean: 2000, deviation: 1));
        comparison.Verdict.Kind.ShouldBe(VerdictKind.Cancellation, comparison.ToString());
    }

    [Fact]
    public void A_constant_input_raises_no_false_alarm() =>
        Compare.Case(Cases.Of<T>(NormalizationPlan.Batch([8, 3]), seed: 5, mean: 3, deviation: 0)).Agrees.ShouldBeTrue();

    [Fact]
    public void A_quantity_that_a_route_does_not_have_has_no_difference_and_shows_a_dash()
    {
        Comparison comparison = Compare.Case(Cases.Of<T>(NormalizationPlan.Batch([6, 3]), seed: 6));
        comparison.Rows.First(row => row is { Quantity: Quantity.MeanGradient, Route: "simplified" }).Difference.ShouldBeNull();
        comparison.Rows.First(row => row is { Quantity: Quantity.Mean, Route: "finite differences" }).Difference.ShouldBeNull();
        comparison.ToString().ShouldContain("–");
    }

    [Fact]
    public void An_upstream_gradient_of_ones_is_called_vacuous()
    {
        NormalizationPlan plan = NormalizationPlan.Batch([8, 3]);
        Verdict verdict = Compare.Case(Cases.Of<T>(plan, seed: 7).WithUpstream(Tensor<T>.Ones(plan.Input))).Verdict;
        verdict.Kind.ShouldBe(VerdictKind.Vacuous);
        verdict.Agrees.ShouldBeTrue();
    }

    [Fact]
    public void A_hand_written_backward_that_is_right_agrees()
    {
        Comparison comparison = Compare.Backward("mine", Cases.Of<T>(NormalizationPlan.Batch([8, 3]), seed: 8), Mine);
        comparison.Agrees.ShouldBeTrue(comparison.ToString());
        comparison.Rows.ShouldContain(row => row.Route == "mine" && row.Quantity == Quantity.InputGradient && row.Difference != null);

        static LayerGradients<T> Mine(ForwardValues<T> forward, Tensor<T> u)
        {
            Tensor<T> g = u * forward.Weight, xhat = forward.Normalized;
            Tensor<T> terms = (forward.Count * g) - forward.SumShared(g) - (xhat * forward.SumShared(g * xhat));
            return new() { Input = terms * forward.InverseDeviation / forward.Count, Weight = forward.SumToAffine(u * xhat), Bias = forward.SumToAffine(u) };
        }
    }

    [Fact]
    public void A_forgotten_division_by_m_is_named_by_its_factor()
    {
        Comparison comparison = Compare.Backward(
            "mine",
            Cases.Of<T>(NormalizationPlan.Batch([8, 3]), seed: 9),
            (forward, u) => new() { Input = SimplifiedBackward.Run(forward, u).Input! * forward.Count });
        comparison.Verdict.Kind.ShouldBe(VerdictKind.Factor, comparison.ToString());
        comparison.Verdict.Sentence.ShouldContain("m times");
    }

    [Fact]
    public void A_mean_instead_of_a_sum_in_the_gradient_of_gamma_is_named_by_its_factor()
    {
        Comparison comparison = Compare.Backward(
            "mine",
            Cases.Of<T>(NormalizationPlan.Batch([8, 3]), seed: 10),
            (forward, u) => new() { Weight = forward.SumToAffine(u * forward.Normalized) / forward.Count });
        comparison.Verdict.Kind.ShouldBe(VerdictKind.Factor);
        comparison.Verdict.Sentence.ShouldContain("1/m");
    }

    [Fact]
    public void Numbers_that_no_mistake_gives_are_not_explained_away()
    {
        var noise = new Generator(11);
        Comparison comparison = Compare.Backward(
            "noise", Cases.Of<T>(NormalizationPlan.Batch([8, 3]), seed: 11), (forward, u) => new() { Input = noise.Normal<T>(u.Shape) });
        comparison.Verdict.Kind.ShouldBe(VerdictKind.Unexplained);
    }

    [Fact]
    public void A_gradient_that_is_not_a_number_does_not_agree() => Compare.Backward(
        "nan", Cases.Of<T>(NormalizationPlan.Batch([8, 3]), seed: 12), (forward, u) => new() { Input = u * double.NaN }).Agrees.ShouldBeFalse();

    [Fact]
    public void The_first_step_where_routes_part_is_named_with_its_element_and_node()
    {
        Comparison comparison = Compare.Backward("mine", Cases.Of<T>(NormalizationPlan.Batch([8, 3]), seed: 13), (forward, u) =>
        {
            Tensor<T> variance = LectureBackward.Run(forward, u).Variance!.Clone();
            variance.AsWritableSpan()[2] *= T.CreateChecked(3);
            return new() { Variance = variance, Input = u };
        });
        comparison.Verdict.Sentence.ShouldContain("part at ∂ℓ/∂σ², element 2, tape node %");
    }

    [Fact]
    public void Gradients_of_another_size_and_numbers_that_are_not_finite_are_refused()
    {
        NormalizationCase<T> at = Cases.Of<T>(NormalizationPlan.Batch([8, 3]), seed: 14);
        Should.Throw<ArgumentException>(() => Compare.Backward("mine", at, (forward, u) => new() { Weight = u })).Message.ShouldContain("∂ℓ/∂γ");
        Should.Throw<ArgumentException>(() => at.WithUpstream(Tensor<T>.Ones([3, 8]))).Message.ShouldContain("(8, 3)");
        Should.Throw<ArgumentException>(() => at.WithUpstream(Tensor<T>.Full([8, 3], double.NaN))).Message.ShouldContain("NaN");
    }
}

public sealed class CompareFloatTests : CompareTests<float>;

public sealed class CompareDoubleTests : CompareTests<double>
{
    public static TheoryData<int[], int> Shapes => new() { { [4, 5], 20 }, { [32, 8], 20 }, { [8, 4, 5, 5], 20 }, { [1024, 512], 2 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Closed_routes_agree_with_the_tape_and_finite_differences_to_1e_7(int[] extents, int seeds)
    {
        for (int seed = 0; seed < seeds; seed++)
        {
            Comparison comparison = Compare.Case(Cases.Of<double>(NormalizationPlan.Batch(Shape.Of(extents)), seed));
            PrecisionComparison part = comparison.Parts.ShouldHaveSingleItem();
            foreach (ComparisonRow row in part.Rows.Where(row => row.Difference is not null))
            {
                double bound = row.Route == "finite differences"
                    ? Tolerance.FiniteDifferences(part.MeanOverDeviation)
                    : Tolerance.Normalization<double>(part.MeanOverDeviation);
                row.Difference!.ScaledMax.ShouldBeLessThan(bound, $"seed {seed}: {row}");
            }
        }
    }
}
