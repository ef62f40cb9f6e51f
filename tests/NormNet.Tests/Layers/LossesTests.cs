using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

public abstract class LossesTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Logits ln 1, ln 2, ln 5 have the softmax 1/8, 2/8, 5/8.</summary>
    [Fact]
    public void Cross_entropy_is_the_mean_of_minus_the_logarithm_of_the_labels_probability()
    {
        double[] row = [Math.Log(1), Math.Log(2), Math.Log(5)];
        Variable<T> loss = Losses.CrossEntropy(new Variable<T>(Tensor<T>.From([row, row])), IndexTensor.From(1, 2));
        loss.Shape.ShouldBe(Shape.Scalar);
        double expected = -(Math.Log(2.0 / 8) + Math.Log(5.0 / 8)) / 2;
        double.CreateChecked(loss.Value.Item()).ShouldBe(expected, expected * Tolerance.For<T>(terms: 3));
    }

    [Fact]
    public void Its_gradient_is_the_softmax_minus_the_label_over_N()
    {
        using var tape = Tape<T>.Record();
        Variable<T> logits = tape.Input(Tensor<T>.From([[0, 0], [0, 0]]));
        tape.Backward(Losses.CrossEntropy(logits, IndexTensor.From(0, 1)));
        logits.Gradient!.AsSpan().ToArray().Select(double.CreateChecked).ShouldBe([-0.25, 0.25, 0.25, -0.25]);
    }

    [Fact]
    public void Large_logits_do_not_overflow() =>
        Losses.CrossEntropy(new Variable<T>(Tensor<T>.From([[1e4, -1e4]])), IndexTensor.From(1)).Value.Item().ShouldBe(T.CreateChecked(2e4));

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void A_label_outside_the_classes_is_refused(int label) =>
        Should.Throw<ArgumentException>(() => Losses.CrossEntropy(new Variable<T>(Tensor<T>.Zeros([2, 3])), IndexTensor.From(0, label)))
            .Message.ShouldContain($"{label}");

    [Fact]
    public void Labels_of_another_number_than_the_logits_are_refused()
    {
        string message = Should.Throw<ArgumentException>(
            () => Losses.CrossEntropy(new Variable<T>(Tensor<T>.Zeros([2, 3])), IndexTensor.From(0, 1, 2))).Message;
        message.ShouldContain("(2, 3)");
        message.ShouldContain("(3)");
    }

    [Fact]
    public void Mean_squared_error_is_the_mean_over_all_elements_and_so_is_its_gradient()
    {
        using var tape = Tape<T>.Record();
        Variable<T> prediction = tape.Input(Tensor<T>.From([[1, 2], [3, 4]]));
        Variable<T> loss = Losses.MeanSquaredError(prediction, Tensor<T>.From([[1, 0], [0, 0]]));
        double.CreateChecked(loss.Value.Item()).ShouldBe((4 + 9 + 16) / 4.0);
        tape.Backward(loss);
        prediction.Gradient!.AsSpan().ToArray().Select(double.CreateChecked).ShouldBe([0, 1, 1.5, 2]);
    }

    [Fact]
    public void Where_every_label_is_ignored_the_loss_and_its_gradient_are_0()
    {
        using var tape = Tape<T>.Record();
        Variable<T> logits = tape.Input(Tensor<T>.From([[1, 2], [3, 4]]));
        Variable<T> loss = Losses.CrossEntropy(logits, IndexTensor.From(-1, -1), ignoredLabel: -1)
            + Losses.NegativeLogLikelihood(logits, IndexTensor.From(0, 0), Tensor<T>.From([0, 1]));
        loss.Value.Item().ShouldBe(T.Zero);
        tape.Backward(loss);
        logits.Gradient!.AsSpan().ToArray().Select(double.CreateChecked).ShouldAllBe(gradient => gradient == 0);
    }

    [Fact]
    public void A_class_that_is_ruled_out_takes_no_part()
    {
        var logits = new Variable<T>(Tensor<T>.From([[0, 0, double.NegativeInfinity]]));
        Variable<T> loss = Losses.CrossEntropy(logits, IndexTensor.From(0), Tensor<T>.From([1, 2, 3]));
        double.CreateChecked(loss.Value.Item()).ShouldBe(Math.Log(2), Tolerance.For<T>(4));
    }

    [Fact]
    public void A_class_that_is_ruled_out_and_not_asked_for_takes_no_part()
    {
        using var tape = Tape<T>.Record();
        Variable<T> logits = tape.Input(Tensor<T>.From([[0, 0, double.NegativeInfinity]])), asked = Tensor<T>.From([[0.5, 0.5, 0]]);
        Variable<T> entropy = Losses.CrossEntropy(logits, asked), divergence = Losses.KullbackLeibler(logits.LogSoftmax(), asked);
        double.CreateChecked(entropy.Value.Item()).ShouldBe(Math.Log(2), Tolerance.For<T>(4));
        double.CreateChecked(divergence.Value.Item()).ShouldBe(0, Tolerance.For<T>(4));
        tape.Backward(entropy + divergence);
        logits.Gradient!.AsSpan().ToArray().Select(double.CreateChecked).ShouldAllBe(slope => Math.Abs(slope) <= Tolerance.For<T>(4));
    }

    [Fact]
    public void Binary_logits_however_large_lose_and_overflow_nothing()
    {
        using var tape = Tape<T>.Record();
        Variable<T> logits = tape.Input(Tensor<T>.From([1e4, -1e4, 0, -20]));
        Variable<T> loss = Losses.BinaryCrossEntropy(logits, Tensor<T>.From([0, 1, 1, 0]), reduction: LossReduction.None);
        double[] expected = [1e4, 1e4, Math.Log(2), 2.0611536203e-9], slopes = [1, -1, -0.5, 2.0611536181902e-9];
        tape.Backward(loss, Tensor<T>.Ones([4]));
        for (int i = 0; i < 4; i++)
        {
            double.CreateChecked(loss.Value[i]).ShouldBe(expected[i], expected[i] * 1e-5);
            double.CreateChecked(logits.Gradient![i]).ShouldBe(slopes[i], Math.Abs(slopes[i]) * 1e-5);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_what_would()
    {
        var logits = new Variable<T>(Tensor<T>.Zeros([2, 3]));
        IndexTensor labels = IndexTensor.From(0, 1);
        Refused(() => Losses.CrossEntropy(logits, labels, Tensor<T>.Zeros([2])), "3 classes");
        Refused(() => Losses.CrossEntropy(logits, labels, Tensor<T>.From([1, -1, 1])), "at least 0");
        Refused(() => Losses.CrossEntropy(logits, labels, Tensor<T>.From([1, double.NaN, 1])), "finite");
        Refused(() => Losses.CrossEntropy(logits, labels, labelSmoothing: 1.5), "from 0 to 1");
        Refused(() => Losses.CrossEntropy(logits, IndexTensor.From(0, 7), ignoredLabel: 5), "label 1 is 7");
        Refused(() => Losses.CrossEntropy(logits, IndexTensor.From(0, 7), ignoredLabel: 5), "5 is ignored");
        Refused(() => Losses.CrossEntropy(logits, IndexTensor.From(0, 1, 2), reduction: LossReduction.Sum), "(2)");
        Refused(() => Losses.CrossEntropy(logits, labels, reduction: (LossReduction)9), "Mean, Sum or None");
        Refused(() => Losses.CrossEntropy(logits, Tensor<T>.Zeros([3, 2])), "(3, 2)");
        Refused(() => Losses.NegativeLogLikelihood(new Variable<T>(Tensor<T>.Zeros([3])), labels), "(N, C)");
        Refused(() => Losses.BinaryCrossEntropy(logits, Tensor<T>.Zeros([2, 3]), Tensor<T>.Zeros([2])), "broadcast");
        Refused(() => Losses.BinaryCrossEntropy(logits, Tensor<T>.Zeros([3])), "(3)");
        Refused(() => Losses.Huber(logits, Tensor<T>.Zeros([2, 3]), delta: 0), "delta");
        Refused(() => Losses.MeanAbsoluteError(logits, Tensor<T>.Zeros([3])), "MeanAbsoluteError");
        Refused(() => Losses.KullbackLeibler(new Variable<T>(Tensor<T>.Scalar(0)), Tensor<T>.Scalar(1)), "first axis");

        static void Refused(Func<Variable<T>> loss, string named) => Should.Throw<ArgumentException>(loss).Message.ShouldContain(named);
    }

    [Fact]
    public void Mean_squared_error_does_not_broadcast()
    {
        string message = Should.Throw<ArgumentException>(
            () => Losses.MeanSquaredError(new Variable<T>(Tensor<T>.Zeros([3, 1])), Tensor<T>.Zeros([3]))).Message;
        message.ShouldContain("(3, 1)");
        message.ShouldContain("(3)");
    }
}

public sealed class FloatLossesTests : LossesTests<float>;

public sealed class DoubleLossesTests : LossesTests<double>;
