using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

/// <summary>First and second derivatives of every loss against central differences; by the targets too, where they are variables.</summary>
public class LossGradientTests
{
    private static readonly IndexTensor Labels = IndexTensor.From(1, 3, 0, 3);
    private static readonly Tensor<double> Weights = Tensor<double>.From([0.5, 1, 1.5, 2]);

    private static readonly Dictionary<string, (Func<Variable<double>[], Variable<double>> Loss, Tensor<double>[] Inputs)> Cases = new()
    {
        ["CrossEntropy"] = (v => Losses.CrossEntropy(v[0], Labels), [Normal(1)]),
        ["CrossEntropy with choices"] = (v => Losses.CrossEntropy(v[0], Labels, Weights, 0.1, ignoredLabel: 0), [Normal(1)]),
        ["CrossEntropy of soft targets"] = (
            v => Losses.CrossEntropy(v[0], v[1], Weights, 0.1, LossReduction.None), [Normal(1), Positive(2)]),
        ["NegativeLogLikelihood"] = (v => Losses.NegativeLogLikelihood(v[0].LogSoftmax(1), Labels, Weights), [Normal(1)]),
        ["BinaryCrossEntropy"] = (v => Losses.BinaryCrossEntropy(v[0], v[1], Weights, LossReduction.Sum), [Normal(1), Positive(2)]),
        ["MeanSquaredError"] = (v => Losses.MeanSquaredError(v[0], v[1]), [Normal(1), Normal(2)]),
        ["MeanAbsoluteError"] = (v => Losses.MeanAbsoluteError(v[0] * v[0], v[1], LossReduction.None), [Normal(1), Normal(2)]),
        ["Huber"] = (v => Losses.Huber(v[0], v[1], 0.7, LossReduction.None), [Normal(1), Normal(2)]),
        ["KullbackLeibler"] = (v => Losses.KullbackLeibler(v[0].LogSoftmax(1), v[1]), [Normal(1), Positive(2)]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_of_first_and_second_order_agree_with_central_differences(string name)
    {
        GradientReport report = GradientCheck.Run(Cases[name].Loss, Cases[name].Inputs, order: 2);
        report.Passed.ShouldBeTrue(report.ToString());
        report.IsVacuous.ShouldBeFalse();
    }

    [Fact]
    public void Every_loss_has_a_case() =>
        typeof(Losses).GetMethods().Where(method => method.IsStatic).Select(method => method.Name).Distinct()
            .Except(Cases.Keys.Select(name => name.Split(' ')[0])).ShouldBeEmpty();

    private static Tensor<double> Normal(int seed) => new Generator(seed).Normal<double>([4, 4]);

    private static Tensor<double> Positive(int seed) => new Generator(seed).Uniform<double>([4, 4], 0.1, 0.9);
}
