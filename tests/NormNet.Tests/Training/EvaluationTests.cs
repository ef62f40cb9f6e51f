using System.Numerics;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Tensors;
using NormNet.Training;

namespace NormNet.Tests.Training;

public abstract class EvaluationTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // The identity as a model: each input is its own logits, so that the predictions are known.
    private static readonly Sequential<T> Identity = Nn<T>.Sequential();

    private static readonly DataSet<T> Known = new(
        Tensor<T>.From([[5, 0, 0], [0, 5, 0], [0, 5, 0], [0, 0, 5], [5, 0, 0]]), IndexTensor.From(0, 1, 2, 2, 1), classCount: 3);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(256)]
    public void Predictions_counts_and_loss_do_not_depend_on_the_batches(int batchSize)
    {
        Evaluation evaluation = Evaluation.Of(Identity, Known, batchSize: batchSize);

        evaluation.Predictions.ShouldBe([0, 1, 1, 2, 0]);
        evaluation.Accuracy.ShouldBe(3.0 / 5);
        evaluation.Confusion.ShouldBe(new[,] { { 1, 0, 0 }, { 1, 1, 0 }, { 0, 1, 1 } });
        double right = Math.Log(1 + (2 * Math.Exp(-5))), wrong = 5 + right;
        evaluation.Loss.ShouldBe(((3 * right) + (2 * wrong)) / 5, wrong * Tolerance.For<T>(10));
    }

    [Fact]
    public void A_model_with_more_outputs_than_the_data_has_classes_has_the_greater_matrix()
    {
        var data = new DataSet<T>(Tensor<T>.From([[0, 0, 5], [5, 0, 0]]), IndexTensor.From(0, 1));
        Evaluation.Of(Identity, data).Confusion.ShouldBe(new[,] { { 0, 0, 1 }, { 1, 0, 0 }, { 0, 0, 0 } });
    }

    [Fact]
    public void Samples_with_targets_have_a_loss_only()
    {
        var data = new DataSet<T>(Tensor<T>.From([[1], [2], [3]]), Tensor<T>.From([[1], [4], [3]]));
        Evaluation evaluation = Evaluation.Of(Identity, data, batchSize: 2);
        evaluation.Loss.ShouldBe(4.0 / 3, Tolerance.For<T>(3));
        evaluation.Accuracy.ShouldBeNull();
        evaluation.Predictions.ShouldBeEmpty();
        evaluation.Confusion.Length.ShouldBe(0);
    }

    [Fact]
    public void The_model_keeps_its_mode_and_its_running_statistics()
    {
        Sequential<T> model = Nn<T>.Sequential(Nn<T>.BatchNorm(3));
        model.Train();
        Evaluation.Of(model, Known, batchSize: 1);
        model.IsTraining.ShouldBeTrue();
        model.Counters()[0].Value.ShouldBe(0);
    }

    [Fact]
    public void It_can_be_cancelled() => Should.Throw<OperationCanceledException>(
        () => Evaluation.Of(Identity, Known, cancellationToken: new CancellationToken(canceled: true)));

    [Fact]
    public void A_label_outside_the_models_classes_is_an_error_that_names_it()
    {
        var data = new DataSet<T>(Tensor<T>.Zeros([2, 3]), IndexTensor.From(0, 3));
        Should.Throw<ArgumentException>(() => Evaluation.Of(Identity, data)).Message.ShouldContain("CrossEntropy: label 1 is 3");
    }
}

public sealed class EvaluationTestsInSingle : EvaluationTests<float>;

public sealed class EvaluationTestsInDouble : EvaluationTests<double>;
