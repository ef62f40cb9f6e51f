using System.Numerics;
using NormNet.Data;
using NormNet.Tensors;

namespace NormNet.Tests.Data;

public sealed class DataSetMakingFloatTests : DataSetMakingTests<float>;

public sealed class DataSetMakingDoubleTests : DataSetMakingTests<double>;

public abstract class DataSetMakingTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly DataSet<T> _bytes = DataSet<T>.FromBytes([0, 51, 102, 153, 204, 255], [3, 2], [1, 0, 1]);

    [Fact]
    public void Samples_of_ones_own_are_made_when_a_batch_wants_them_into_clean_memory()
    {
        var read = new List<int>();
        var data = DataSet<T>.From([3], [1, 0, 1, 0], (index, values) =>
        {
            read.Add(index);
            values[index % 3] = T.CreateTruncating(index);
        });

        (data.Count, data.ClassCount, data.SampleShape).ShouldBe((4, 2, Shape.Of(3)));
        read.ShouldBeEmpty();
        double[] sums = [.. data.Batches(1).Select(batch => batch.Inputs.AsSpan().ToArray().Sum(double.CreateTruncating))];
        sums.ShouldBe([0, 1, 2, 3]);
        read.ShouldBe([0, 1, 2, 3]);
        data.Inputs.AsSpan().ToArray().ShouldBe(Values(0, 0, 0, 0, 1, 0, 0, 0, 2, 3, 0, 0));
    }

    [Fact]
    public void An_error_in_the_reading_reaches_whoever_takes_the_batch()
    {
        var data = DataSet<T>.From([1], [0, 0], (index, _) => throw new FileNotFoundException($"picture {index} is gone"));

        Should.Throw<FileNotFoundException>(() => data.Batches(2).Last()).Message.ShouldBe("picture 0 is gone");
    }

    [Fact]
    public void A_map_changes_inputs_and_leaves_answers()
    {
        var sums = _bytes.Map([], (sample, result) => result[0] = sample[0] + sample[1]);

        sums.SampleShape.ShouldBe(Shape.Scalar);
        sums.Inputs.AsSpan().ToArray().ShouldBe(_bytes.Inputs.AsSpan().ToArray().Chunk(2).Select(pair => pair[0] + pair[1]));
        sums.Labels.AsSpan().ToArray().ShouldBe([1, 0, 1]);
        sums.Subset(2, 0).Inputs[0].ShouldBe(sums.Inputs[2]);
    }

    [Fact]
    public void Mapped_and_joined_samples_are_standardized_as_a_tensor_of_the_same_numbers_is()
    {
        var mapped = _bytes.Map([3, 2], (sample, result) =>
        {
            for (int i = 0; i < result.Length; i++)
                result[i] = T.CreateTruncating((i * i) + 1) * sample[i % 2];
        });
        DataSet<T>[] sets = [mapped, DataSet<T>.Concatenate(mapped.Subset(1, 0), mapped), DataSet<T>.Concatenate(_bytes, _bytes.Take(1))];
        foreach (var data in sets)
        {
            var plain = new DataSet<T>(data.Inputs, data.Labels);
            var standardization = Standardization.Fit(data);

            standardization.Mean.ToArray().ShouldBe(Standardization.Fit(plain).Mean.ToArray());
            standardization.Apply(data).Inputs.AsSpan().ToArray().ShouldBe(standardization.Apply(plain).Inputs.AsSpan().ToArray());
        }
    }

    [Fact]
    public void Concatenated_sets_are_those_samples_one_after_another()
    {
        var all = DataSet<T>.Concatenate(_bytes, _bytes.Subset(2, 1), _bytes.Take(1));

        all.Inputs.AsSpan().ToArray().ShouldBe(Values(0, 0.2, 0.4, 0.6, 0.8, 1, 0.8, 1, 0.4, 0.6, 0, 0.2));
        all.Labels.AsSpan().ToArray().ShouldBe([1, 0, 1, 1, 0, 1]);
        all.ClassCount.ShouldBe(2);

        var regression = new DataSet<T>(Tensor<T>.From([[1], [2]]), Tensor<T>.From([[10], [20]]));
        var twice = DataSet<T>.Concatenate(regression.Subset(1), regression);
        twice.Targets.AsSpan().ToArray().ShouldBe(Values(20, 10, 20));
        twice.Inputs.AsSpan().ToArray().ShouldBe(Values(2, 1, 2));
    }

    [Fact]
    public void What_does_not_fit_together_is_refused_with_both_sets()
    {
        var wider = DataSet<T>.FromBytes(new byte[6], [2, 3], [0, 1]);
        var richer = DataSet<T>.FromBytes(new byte[4], [2, 2], [0, 2]);
        var regression = new DataSet<T>(Tensor<T>.Zeros([2, 2]), Tensor<T>.Zeros([2, 1]));

        Should.Throw<ArgumentException>(() => DataSet<T>.Concatenate()).Message.ShouldContain("no data set");
        Should.Throw<ArgumentException>(() => DataSet<T>.Concatenate(_bytes, wider)).Message
            .ShouldContain("3 samples of (2) in 2 classes and 2 samples of (3) in 2 classes");
        Should.Throw<ArgumentException>(() => DataSet<T>.Concatenate(_bytes, richer)).Message.ShouldContain("3 classes");
        Should.Throw<ArgumentException>(() => DataSet<T>.Concatenate(_bytes, regression)).Message.ShouldContain("with targets of (1)");
    }

    [Fact]
    public void Sets_of_nothing_are_refused()
    {
        Should.Throw<ArgumentException>(() => DataSet<T>.From([3], [], (_, _) => { })).Message.ShouldContain("at least one sample");
        Should.Throw<ArgumentException>(() => DataSet<T>.From([0], [1], (_, _) => { })).Message.ShouldContain("(1, 0)");
        Should.Throw<ArgumentException>(() => DataSet<T>.From([1], [-1], (_, _) => { })).Message.ShouldContain("label -1");
        Should.Throw<ArgumentException>(() => _bytes.Map([0], (_, _) => { })).Message.ShouldContain("(3, 0)");
    }

    private static T[] Values(params double[] values) => Array.ConvertAll(values, T.CreateTruncating);
}
