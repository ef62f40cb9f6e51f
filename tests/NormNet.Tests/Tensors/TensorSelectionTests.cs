using System.Numerics;
using NormNet.Tensors;
using static NormNet.Tests.Tensors.RandomTensors;

namespace NormNet.Tests.Tensors;

/// <summary>Choices by conditions, indices and ranks against plain loops.</summary>
public abstract class TensorSelectionTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Slices_and_elements_at_indices_are_those_of_plain_loops_and_adding_undoes_reading()
    {
        var random = new Random(1);
        for (int round = 0; round < 120; round++)
        {
            Shape shape = MakeShape(random);
            if (shape.Rank == 0)
                continue;

            int axis = random.Next(shape.Rank), count = random.Next(1, 90);
            Tensor<T> x = Make<T>(random, shape);
            IndexTensor slices = MakeIndices(random, [count], shape[axis]);
            IndexTensor places = MakeIndices(random, shape.With(axis, count), shape[axis]);

            Tensor<T> selected = x.IndexSelect(axis, slices), gathered = x.Gather(axis, places);
            selected.Shape.ShouldBe(shape.With(axis, count));
            double[] added = new double[shape.Count], scattered = new double[shape.Count];
            foreach (int[] index in Indices(selected.Shape))
            {
                int[] slice = [.. index], place = [.. index];
                slice[axis] = slices[index[axis]];
                place[axis] = places[index];
                selected[index].ShouldBe(x[slice]);
                gathered[index].ShouldBe(x[place]);
                added[shape.Position(slice)] += At(selected, index);
                scattered[shape.Position(place)] += At(gathered, index);
            }

            ShouldBeSums(selected.IndexAdd(shape, axis, slices), added, count);
            ShouldBeSums(gathered.ScatterAdd(shape, axis, places), scattered, count);
        }
    }

    [Fact]
    public void Indices_of_any_shape_take_the_axis_place()
    {
        Tensor<T> table = Tensor<T>.Arange(12).Reshape(4, 3);
        Tensor<T> words = table.IndexSelect(0, IndexTensor.From(3, 1).Reshape(1, 2));
        words.Shape.ShouldBe(Shape.Of(1, 2, 3));
        words.ToDoubles().ShouldBe([9, 10, 11, 3, 4, 5]);
        table.IndexSelect(-1, IndexTensor.From(2, 2).Reshape(2, 1)).Shape.ShouldBe(Shape.Of(4, 2, 1));
        table.IndexSelect(0, IndexTensor.Wrap([], [0])).Shape.ShouldBe(Shape.Of(0, 3));
    }

    [Fact]
    public void An_index_outside_its_axis_is_named_with_the_axis()
    {
        Tensor<T> x = Tensor<T>.Ones([4, 3]);
        string tooLarge = Should.Throw<ArgumentException>(() => x.IndexSelect(0, IndexTensor.From(1, 4))).Message;
        tooLarge.ShouldContain("index 4");
        tooLarge.ShouldContain("(4, 3)");
        Should.Throw<ArgumentException>(() => x.IndexSelect(1, IndexTensor.From(-1))).Message.ShouldContain("index -1");
        Should.Throw<ArgumentException>(() => x.Gather(1, IndexTensor.Wrap([0, 1, 2, 3], [4, 1]))).Message.ShouldContain("index 3");
        Should.Throw<ArgumentException>(() => x.Gather(1, IndexTensor.Wrap([0, 1], [2, 1]))).Message.ShouldContain("(2, 1)");
        Should.Throw<ArgumentException>(() => Tensor<T>.Ones([2, 2]).IndexAdd([4, 3], 0, IndexTensor.From(1, 2)))
            .Message.ShouldContain("(2, 3)");
        Should.Throw<ArgumentException>(() => Tensor<T>.Ones([4, 2]).ScatterAdd([4, 3], 1, IndexTensor.Wrap(new int[4], [4, 1])));
        Should.Throw<ArgumentException>(() => Tensor<T>.Zeros([0, 3]).IndexSelect(0, IndexTensor.From(0)));
    }

    [Fact]
    public void Where_chooses_on_the_common_shape()
    {
        Tensor<T> condition = Tensor<T>.From([[1], [0]]), a = Tensor<T>.From([1, 2, 3]);
        Tensor<T>.Where(condition, a, Tensor<T>.Scalar(9)).ToDoubles().ShouldBe([1, 2, 3, 9, 9, 9]);
        Tensor<T>.Where(condition, Tensor<T>.Scalar(9), a).ToDoubles().ShouldBe([9, 9, 9, 1, 2, 3]);
        Tensor<T>.Where(a.Greater(T.One), a, a.Negate()).ToDoubles().ShouldBe([-1, 2, 3]);
        Should.Throw<ArgumentException>(() => Tensor<T>.Where(condition, a, Tensor<T>.Ones([2]))).Message.ShouldContain("(2)");
    }

    [Fact]
    public void The_greatest_come_in_descending_order_as_a_stable_sort_puts_them()
    {
        var random = new Random(2);
        for (int round = 0; round < 60; round++)
        {
            Shape shape = MakeShape(random);
            if (shape.Rank == 0)
                continue;

            int axis = random.Next(shape.Rank), k = random.Next(shape[axis] + 1);

            // Few different numbers, so that ties are many.
            Tensor<T> x = Tensor<T>.From([.. Make<T>(random, shape).AsSpan().ToArray().Select(value => T.Round(value))], shape);
            (Tensor<T> values, IndexTensor indices) = x.TopK(k, axis);
            values.Shape.ShouldBe(shape.With(axis, k));
            foreach (int[] index in Indices(shape.With(axis, Math.Min(k, 1))))
            {
                double[] line = [.. Enumerable.Range(0, shape[axis]).Select(i => At(x, With(index, axis, i)))];
                int[] order = [.. Enumerable.Range(0, line.Length).OrderByDescending(i => line[i]).Take(k)];
                Enumerable.Range(0, k).Select(i => indices[With(index, axis, i)]).ShouldBe(order);
                Enumerable.Range(0, k).Select(i => At(values, With(index, axis, i))).ShouldBe(order.Select(i => line[i]));
            }
        }
    }

    [Fact]
    public void NaN_counts_as_greatest_and_too_many_are_refused()
    {
        Tensor<T> x = Tensor<T>.From([1, double.NaN, 3, 3, double.NegativeInfinity]);
        x.TopK(4).Indices.AsSpan().ToArray().ShouldBe([1, 2, 3, 0]);
        x.ArgMin().AsSpan()[0].ShouldBe(1);
        Tensor<T>.From([2, -1, -1]).ArgMin().AsSpan()[0].ShouldBe(1);
        Should.Throw<ArgumentException>(() => x.TopK(6)).Message.ShouldContain("(5)");
    }

    [Fact]
    public void Comparisons_give_ones_and_zeros()
    {
        Tensor<T> x = Tensor<T>.From([1, 2, 3, double.NaN]), y = Tensor<T>.From([2, 2, 2, 2]);
        x.Less(y).ToDoubles().ShouldBe([1, 0, 0, 0]);
        x.LessOrEqual(y).ToDoubles().ShouldBe([1, 1, 0, 0]);
        x.NotEqual(y).ToDoubles().ShouldBe([1, 0, 1, 1]);
        x.Less(T.CreateTruncating(2)).ToDoubles().ShouldBe([1, 0, 0, 0]);
        x.Clamp(1.5, 2.5).ToDoubles().ShouldBe([1.5, 2, 2.5, double.NaN]);
    }

    private static IndexTensor MakeIndices(Random random, Shape shape, int bound) =>
        IndexTensor.Wrap([.. Enumerable.Range(0, shape.Count).Select(_ => random.Next(bound))], shape);

    private static int[] With(int[] index, int axis, int value)
    {
        int[] changed = [.. index];
        changed[axis] = value;
        return changed;
    }

    private static void ShouldBeSums(Tensor<T> actual, double[] expected, int terms)
    {
        for (int i = 0; i < expected.Length; i++)
            double.CreateTruncating(actual.AsSpan()[i]).ShouldBe(expected[i], 2 * terms * Tolerance.For<T>(terms));
    }
}

public sealed class TensorSelectionTestsSingle : TensorSelectionTests<float>;

public sealed class TensorSelectionTestsDouble : TensorSelectionTests<double>;
