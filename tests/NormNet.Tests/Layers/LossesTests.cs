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
