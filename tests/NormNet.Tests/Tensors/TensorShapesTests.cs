using System.Numerics;
using NormNet.Tensors;
using static NormNet.Tests.Tensors.RandomTensors;

namespace NormNet.Tests.Tensors;

public abstract class TensorShapesTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Permuting_moves_every_element_to_its_permuted_index()
    {
        var random = new Random(1);
        for (int round = 0; round < 200; round++)
        {
            Tensor<T> x = Make<T>(random, MakeShape(random, maxRank: 5));
            int[] axes = [.. Enumerable.Range(0, x.Rank)];
            random.Shuffle(axes);
            Tensor<T> y = x.Permute(axes);
            y.Shape.ShouldBe(axes.Select(axis => x.Shape[axis]));
            CheckEach(y, index => x[Unpermuted(index, axes)]);
        }
    }

    [Theory]
    [InlineData(64, 64)]
    [InlineData(100, 37)]
    [InlineData(7, 500)]
    [InlineData(300, 301)]
    public void Transposing_twice_is_the_identity_and_once_exchanges_indices(int rows, int columns)
    {
        Tensor<T> x = Make<T>(new Random(2), [3, rows, columns]), y = x.Transpose();
        y.Shape.ShouldBe([3, columns, rows]);
        CheckEach(y, index => x[index[0], index[2], index[1]]);
        y.Transpose().ToDoubles().ShouldBe(x.ToDoubles());
    }

    [Fact]
    public void Slices_hold_the_elements_at_their_offsets_and_embedding_puts_them_back_among_zeros()
    {
        var random = new Random(3);
        for (int round = 0; round < 200; round++)
        {
            Shape shape = MakeShape(random);
            if (shape.Rank == 0)
                continue;

            Tensor<T> x = Make<T>(random, shape);
            int axis = random.Next(shape.Rank), start = random.Next(shape[axis] + 1), step = 1 + random.Next(3);
            int length = random.Next(((shape[axis] - start + step - 1) / step) + 1);
            Tensor<T> y = x.Slice(axis, start, length, step);
            CheckEach(y, index => x[[.. index.Select((i, a) => a == axis ? start + (i * step) : i)]]);

            Tensor<T> mask = Tensor<T>.Ones(y.Shape).Embed(shape, axis, start, step);
            mask.Sum().Item().ShouldBe(T.CreateTruncating(y.Count));
            y.Embed(shape, axis, start, step).ToDoubles().ShouldBe((x * mask).ToDoubles().Select(value => value + 0.0));
        }
    }

    [Fact]
    public void Ranges_cut_a_box_and_keep_the_axes_they_do_not_name()
    {
        Tensor<T> x = Make<T>(new Random(4), [5, 6, 7]), y = x.Slice(1..3, ^2..);
        y.Shape.ShouldBe([2, 2, 7]);
        CheckEach(y, index => x[index[0] + 1, index[1] + 4, index[2]]);
        y.Embed(x.Shape, 1..3, ^2..).Slice(1..3, ^2..).ToDoubles().ShouldBe(y.ToDoubles());
        double.CreateTruncating(y.Embed(x.Shape, 1..3, ^2..).Abs().Sum().Item())
            .ShouldBe(double.CreateTruncating(y.Abs().Sum().Item()), Tolerance.ForSumInDouble<T>() * 28);
    }

    [Fact]
    public void Splitting_undoes_concatenating()
    {
        var random = new Random(5);
        for (int axis = 0; axis < 3; axis++)
        {
            int[] extents = [3, 1, 0, 5];
            Tensor<T>[] parts = [.. extents.Select(extent => Make<T>(random, Shape.Of(4, 5, 6).With(axis, extent)))];
            var whole = Tensor<T>.Concatenate(parts, axis);
            whole.Shape[axis].ShouldBe(9);
            Tensor<T>[] again = whole.Split(axis, extents);
            for (int i = 0; i < parts.Length; i++)
            {
                again[i].Shape.ShouldBe(parts[i].Shape);
                again[i].ToDoubles().ShouldBe(parts[i].ToDoubles());
            }
        }
    }

    [Fact]
    public void Padding_surrounds_with_the_value()
    {
        var x = Tensor<T>.From([[1, 2], [3, 4]]);
        x.Pad([(1, 0), (0, 2)], value: 9).ToDoubles().ShouldBe([9, 9, 9, 9, 1, 2, 9, 9, 3, 4, 9, 9]);
        x.Pad(1, 1, 0).ToDoubles().ShouldBe([0, 1, 2, 0, 3, 4]);
    }

    [Fact]
    public void Broadcasting_repeats_as_NumPy_does()
    {
        var random = new Random(6);
        for (int round = 0; round < 100; round++)
        {
            Shape whole = MakeShape(random);
            Tensor<T> x = Make<T>(random, [.. whole.Skip(random.Next(whole.Rank + 1)).Select(extent => random.Next(2) == 0 ? 1 : extent)]);
            Tensor<T> y = x.BroadcastTo(whole);
            y.Shape.ShouldBe(whole);
            CheckEach(y, index => T.CreateTruncating(At(x, index)));
        }
    }

    [Fact]
    public void What_does_not_fit_is_an_error_that_names_the_shapes()
    {
        Tensor<T> x = Tensor<T>.Zeros([2, 3]);
        ShouldName("(2, 3)", () => x.Permute(0));
        ShouldName("twice", () => x.Permute(0, 0));
        ShouldName("(2, 3)", () => x.Slice(1, 2, 2));
        ShouldName("(2, 3)", () => x.Slice(1, -1, 2));
        ShouldName("(2, 3)", () => x.Slice(1, 0, 2, step: 0));
        ShouldName("(2, 3)", () => x.Slice(0..3));
        ShouldName("(2, 3)", () => x.Slice(.., .., ..));
        ShouldName("(4, 3)", () => x.Embed([4, 3], 1..2));
        ShouldName("(2, 4)", () => Tensor<T>.Concatenate([x, Tensor<T>.Zeros([2, 4])], 0));
        ShouldName("no tensors", () => Tensor<T>.Concatenate([], 0));
        ShouldName("(1, 1)", () => x.Split(1, 1, 1));
        ShouldName("(2, 3)", () => x.Pad([(1, 1)]));
        ShouldName("(0, -1)", () => x.Pad(1, 0, -1));
        ShouldName("(2, 3)", () => x.BroadcastTo([3, 2]));
    }

    private static void ShouldName(string what, Func<object> action)
        => Should.Throw<ArgumentException>(() => { action(); }).Message.ShouldContain(what);

    private static int[] Unpermuted(int[] index, int[] axes)
    {
        int[] original = new int[index.Length];
        for (int i = 0; i < index.Length; i++)
            original[axes[i]] = index[i];
        return original;
    }

    private static void CheckEach(Tensor<T> actual, Func<int[], T> expected)
    {
        foreach (int[] index in Indices(actual.Shape))
        {
            if (actual[index] != expected(index))
                Assert.Fail($"({string.Join(", ", index)}) of {actual.Shape}: {actual[index]} instead of {expected(index)}");
        }
    }
}

public sealed class TensorShapesTestsSingle : TensorShapesTests<float>;

public sealed class TensorShapesTestsDouble : TensorShapesTests<double>;
