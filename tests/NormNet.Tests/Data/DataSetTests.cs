using System.Numerics;
using NormNet.Data;
using NormNet.Tensors;

namespace NormNet.Tests.Data;

public sealed class DataSetFloatTests : DataSetTests<float>;

public sealed class DataSetDoubleTests : DataSetTests<double>;

public abstract class DataSetTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Bytes_stand_for_0_to_1()
    {
        var data = DataSet<T>.FromBytes([0, 51, 102, 255], [2, 2], [1, 0]);

        data.Inputs.AsSpan().ToArray().ShouldBe([T.Zero, T.CreateTruncating(0.2), T.CreateTruncating(0.4), T.One]);
        data.Labels.AsSpan().ToArray().ShouldBe([1, 0]);
        (data.Count, data.ClassCount).ShouldBe((2, 2));
        data.SampleShape.ShouldBe(Shape.Of(2));
    }

    [Fact]
    public void A_tensor_of_inputs_is_not_copied()
    {
        var inputs = Tensor<T>.From([[1, 2], [3, 4]]);

        var data = new DataSet<T>(inputs, IndexTensor.From(0, 2), classCount: 5);

        data.Inputs.ShouldBeSameAs(inputs);
        data.ClassCount.ShouldBe(5);
    }

    [Fact]
    public void A_subset_of_a_subset_keeps_inputs_and_answers_together()
    {
        var inputs = Tensor<T>.From([[10, 11], [20, 21], [30, 31], [40, 41]]);
        var classes = new DataSet<T>(inputs, IndexTensor.From(0, 1, 2, 3)).Subset(3, 1, 1, 0).Take(3).Subset(2, 0);
        var regression = new DataSet<T>(inputs, Tensor<T>.From([1, 2, 3, 4])).Subset(3, 1).Subset(1);

        classes.Inputs.AsSpan().ToArray().ShouldBe(Values(20, 21, 40, 41));
        classes.Labels.AsSpan().ToArray().ShouldBe([1, 3]);
        classes.ClassCount.ShouldBe(4);
        regression.Targets.AsSpan().ToArray().ShouldBe(Values(2));
    }

    [Fact]
    public void A_sample_may_have_a_label_for_each_of_its_places()
    {
        var inputs = Tensor<T>.From([[1], [2], [3]]);

        var data = new DataSet<T>(inputs, IndexTensor.Wrap([0, 1, 2, 3, 4, 5], [3, 2])).Subset(2, 0);

        data.LabelShape.ShouldBe(Shape.Of(2));
        data.Labels.Shape.ShouldBe(Shape.Of(2, 2));
        data.Labels.AsSpan().ToArray().ShouldBe([4, 5, 0, 1]);
        data.Batches(2).Single().Labels.AsSpan().ToArray().ShouldBe([4, 5, 0, 1]);
        data.ToString().ShouldBe("2 samples of (1) with (2) labels in 6 classes");
        Should.Throw<ArgumentException>(() => new DataSet<T>(inputs, IndexTensor.Wrap([0, 0, 0, 0, 0, 9], [3, 2]), classCount: 2))
            .Message.ShouldContain("label 9 of sample 2");
    }

    [Fact]
    public void Labels_and_targets_are_not_mistaken_for_each_other()
    {
        var inputs = Tensor<T>.From([[1, 2], [3, 4]]);

        Should.Throw<InvalidOperationException>(() => new DataSet<T>(inputs, Tensor<T>.From([1, 2])).Labels).Message.ShouldContain("no labels");
        Should.Throw<InvalidOperationException>(() => new DataSet<T>(inputs, IndexTensor.From(0, 1)).Targets).Message.ShouldContain("no targets");
    }

    [Fact]
    public void Labels_outside_the_classes_are_named_with_their_sample()
    {
        var inputs = Tensor<T>.From([[1], [2], [3]]);

        Should.Throw<ArgumentException>(() => new DataSet<T>(inputs, IndexTensor.From(0, 3, 1), classCount: 3))
            .Message.ShouldContain("label 3 of sample 1 is none of the 3 classes");
        Should.Throw<ArgumentException>(() => new DataSet<T>(inputs, IndexTensor.From(0, 1, -1))).Message.ShouldContain("label -1 of sample 2");
    }

    [Fact]
    public void An_empty_data_set_is_refused()
    {
        Should.Throw<ArgumentException>(() => new DataSet<T>(Tensor<T>.Zeros([0, 4]), IndexTensor.From())).Message.ShouldContain("(0, 4)");
        Should.Throw<ArgumentException>(() => DataSet<T>.FromBytes([], [0, 28, 28], [])).Message.ShouldContain("at least one sample");

        var data = DataSet<T>.FromBytes([1, 2], [2, 1], [0, 0]);
        Should.Throw<ArgumentException>(() => data.Subset()).Message.ShouldContain("at least one sample");
        Should.Throw<ArgumentOutOfRangeException>(() => data.Take(0));
        Should.Throw<ArgumentOutOfRangeException>(() => data.Take(3));
        Should.Throw<ArgumentOutOfRangeException>(() => data.Subset(2));
        Should.Throw<ArgumentOutOfRangeException>(() => data.Subset(-1));
    }

    [Fact]
    public void Numbers_of_samples_that_differ_are_named()
    {
        var inputs = Tensor<T>.Zeros([3, 2]);

        Should.Throw<ArgumentException>(() => new DataSet<T>(inputs, IndexTensor.From(0, 1))).Message.ShouldContain("labels of shape (2)");
        Should.Throw<ArgumentException>(() => new DataSet<T>(inputs, Tensor<T>.Zeros([4, 1]))).Message.ShouldContain("targets of shape (4, 1)");
        Should.Throw<ArgumentException>(() => new DataSet<T>(inputs, IndexTensor.Wrap([], [3, 0])))
            .Message.ShouldContain("labels of shape (3, 0) are none");
        Should.Throw<ArgumentException>(() => DataSet<T>.FromBytes(new byte[5], [3, 2], new int[3])).Message.ShouldContain("5 were given");
    }

    [Fact]
    public void A_split_of_sets_that_do_not_belong_together_is_refused()
    {
        var small = DataSet<T>.FromBytes(new byte[4], [1, 2, 2], [0]);
        var large = DataSet<T>.FromBytes(new byte[9], [1, 3, 3], [0]);
        var richer = DataSet<T>.FromBytes(new byte[4], [1, 2, 2], [0], classCount: 9);

        Should.Throw<ArgumentException>(() => new DataSplit<T>(small, large)).Message.ShouldContain("(3, 3)");
        Should.Throw<ArgumentException>(() => new DataSplit<T>(small, richer)).Message.ShouldContain("9 classes");
    }

    private static T[] Values(params double[] values) => Array.ConvertAll(values, T.CreateTruncating);
}
