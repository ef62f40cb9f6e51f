using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

/// <summary>Losses and their gradients against PyTorch 1.13.1, for each reduction; <c>recorded/losses.py</c> made the numbers.</summary>
public abstract class RecordedLossTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Dictionary<string, Loss> Numbers = Recorded.Read<Dictionary<string, Loss>>("Layers/recorded/losses.json");

    private static readonly IndexTensor Labels = IndexTensor.From(1, 3, 0, 2, 4, 1), WithPadding = IndexTensor.From(1, -100, 0, 2, -100, 1);
    private static readonly IndexTensor PlaceLabels = IndexTensor.From(1, 0, 0, 1, 1, 1, 0, -100).Reshape(2, 2, 2);
    private static readonly Tensor<T> Weights = Tensor<T>.From([0.5, 1, 1.5, 2, 2.5]), TwoWeights = Tensor<T>.From([0.5, 1]);
    private static readonly Tensor<T> Logits = Table(6, 5, (n, c) => ((((7 * n) + (3 * c) + (2 * n * c)) % 13) - 6) / 4.0);
    private static readonly Tensor<T> Places = Table(4, 4, (n, c) => double.CreateChecked(Logits[n, c])).Reshape(2, 2, 2, 2);
    private static readonly Tensor<T> Soft = Probabilities((n, c) => ((n + (2 * c)) % 4) + 1);
    private static readonly Tensor<T> Sparse = Probabilities((n, c) => (n + (2 * c)) % 4);
    private static readonly Tensor<T> A = Table(4, 3, (n, c) => ((((5 * n) + (3 * c) + (n * c)) % 9) - 4) / 4.0);
    private static readonly Tensor<T> B = Table(4, 3, (n, c) => ((((3 * n) + (5 * c) + (2 * n * c)) % 7) - 3) / 4.0);
    private static readonly Tensor<T> Yes = Table(4, 3, (n, c) => ((n + c) % 5) / 4.0);

    private static readonly Dictionary<string, (Tensor<T> Input, Func<Variable<T>, LossReduction, Variable<T>> Loss)> Cases = new()
    {
        ["ce"] = (Logits, (x, r) => Losses.CrossEntropy(x, Labels, reduction: r)),
        ["ce weights"] = (Logits, (x, r) => Losses.CrossEntropy(x, Labels, Weights, reduction: r)),
        ["ce smoothing"] = (Logits, (x, r) => Losses.CrossEntropy(x, Labels, labelSmoothing: 0.2, reduction: r)),
        ["ce ignored"] = (Logits, (x, r) => Losses.CrossEntropy(x, WithPadding, ignoredLabel: -100, reduction: r)),
        ["ce all"] = (Logits, (x, r) => Losses.CrossEntropy(x, Labels, Weights, labelSmoothing: 0.2, ignoredLabel: 1, r)),
        ["ce places"] = (Places, (x, r) => Losses.CrossEntropy(x, PlaceLabels, TwoWeights, ignoredLabel: -100, reduction: r)),
        ["ce soft"] = (Logits, (x, r) => Losses.CrossEntropy(x, Soft, reduction: r)),
        ["ce soft all"] = (Logits, (x, r) => Losses.CrossEntropy(x, Soft, Weights, labelSmoothing: 0.2, r)),
        ["nll"] = (Logits, (x, r) => Losses.NegativeLogLikelihood(x, Labels, reduction: r)),
        ["nll all"] = (Logits, (x, r) => Losses.NegativeLogLikelihood(x, WithPadding, Weights, ignoredLabel: -100, r)),
        ["bce"] = (A, (x, r) => Losses.BinaryCrossEntropy(x, Yes, reduction: r)),
        ["bce positive"] = (A, (x, r) => Losses.BinaryCrossEntropy(x, Yes, Tensor<T>.From([0.5, 1, 2]), r)),
        ["mse"] = (A, (x, r) => Losses.MeanSquaredError(x, B, r)),
        ["mae"] = (A, (x, r) => Losses.MeanAbsoluteError(x, B, r)),
        ["huber"] = (A, (x, r) => Losses.Huber(x, B, reduction: r)),
        ["huber half"] = (A, (x, r) => Losses.Huber(x, B, delta: 0.5, r)),
        ["smooth l1"] = (A, (x, r) => Losses.Huber(x, B, delta: 0.5, r) * (1 / 0.5)),
        ["kl"] = (Logits, (x, r) => Losses.KullbackLeibler(x, Sparse, r)),
    };

    public static TheoryData<string> Names => [.. Numbers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_and_gradient_are_those_of_PyTorch(string name)
    {
        string[] parts = name.Split(", ");
        (Tensor<T> start, Func<Variable<T>, LossReduction, Variable<T>> loss) = Cases[parts[0]];
        LossReduction reduction = Enum.Parse<LossReduction>(parts[1], ignoreCase: true);

        using var tape = Tape<T>.Record();
        Variable<T> input = tape.Input(start);
        Variable<T> value = loss(input, reduction);
        Tensor<T> upstream = reduction == LossReduction.None
            ? Tensor<T>.FromDoubles([.. Enumerable.Range(0, value.Value.Count).Select(i => ((i % 5) - 2) / 4.0)], value.Shape)
            : Tensor<T>.Ones(value.Shape);
        tape.Backward(value, upstream);

        ShouldBe(value.Value, Numbers[name].Value);
        ShouldBe(input.Gradient!, Numbers[name].Gradient);
    }

    [Fact]
    public void Every_case_is_recorded_for_every_reduction() => Numbers.Keys.ShouldBe(
        Cases.Keys.SelectMany(name => Enum.GetNames<LossReduction>().Select(reduction => $"{name}, {reduction.ToLowerInvariant()}")));

    private static void ShouldBe(Tensor<T> found, double[] expected)
    {
        found.Count.ShouldBe(expected.Length);
        double bound = Tolerance.For<T>(40) * Math.Max(1, expected.Max(Math.Abs));
        for (int i = 0; i < expected.Length; i++)
            double.CreateChecked(found.AsSpan()[i]).ShouldBe(expected[i], bound, $"element {i}");
    }

    private static Tensor<T> Table(int rows, int columns, Func<int, int, double> number) => Tensor<T>.From(
        [.. Enumerable.Range(0, rows).Select(n => Enumerable.Range(0, columns).Select(c => number(n, c)).ToArray())]);

    private static Tensor<T> Probabilities(Func<int, int, double> size) => Table(
        6, 5, (n, c) => size(n, c) / Enumerable.Range(0, 5).Sum(other => size(n, other)));

    private sealed record Loss(double[] Value, double[] Gradient);
}

public sealed class RecordedLossTestsInSingle : RecordedLossTests<float>;

public sealed class RecordedLossTestsInDouble : RecordedLossTests<double>;
