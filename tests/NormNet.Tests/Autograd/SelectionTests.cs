using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;
using NormNet.Tests.Tensors;

namespace NormNet.Tests.Autograd;

/// <summary>Rows, elements and parts, with their gradients worked out by hand; every number is exact in float.</summary>
public abstract class SelectionTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void A_row_taken_twice_gets_the_sum_of_both_gradients()
    {
        using var tape = Tape<T>.Record();
        Variable<T> table = tape.Input(Tensor<T>.From([[1, 2], [3, 4], [5, 6]]));
        Variable<T> y = table.IndexSelect(0, IndexTensor.From(2, 0, 2));
        tape.Backward(y, Tensor<T>.From([[1, 10], [2, 20], [4, 40]]));
        y.Value.ToDoubles().ShouldBe([5, 6, 1, 2, 5, 6]);
        table.Gradient!.ToDoubles().ShouldBe([2, 20, 0, 0, 5, 50]);
    }

    [Fact]
    public void A_mirrored_margin_gives_its_gradient_back_to_what_it_mirrors()
    {
        using var tape = Tape<T>.Record();
        Variable<T> x = tape.Input(Tensor<T>.From([1, 2, 3, 4]));
        Variable<T> y = x.PadReflect(0, 2, 1);
        tape.Backward(y, Tensor<T>.From([1, 2, 4, 8, 16, 32, 64]));
        y.Value.ToDoubles().ShouldBe([3, 2, 1, 2, 3, 4, 3]);
        x.Gradient!.ToDoubles().ShouldBe([4, 10, 81, 32]);
    }

    [Fact]
    public void A_stack_and_a_split_along_its_axis_undo_each_other()
    {
        Variable<T> a = Tensor<T>.From([[1, 2], [3, 4]]), b = Tensor<T>.From([[5, 6], [7, 8]]);
        Variable<T> stack = Variable<T>.Stack([a, b], axis: 1);
        stack.Shape.ShouldBe(Shape.Of(2, 2, 2));
        stack.Value.ToDoubles().ShouldBe([1, 2, 5, 6, 3, 4, 7, 8]);
        Variable<T>[] parts = stack.Split(1, 1, 1);
        parts[0].Value.ToDoubles().ShouldBe(a.Value.ToDoubles());
        parts[1].Value.ToDoubles().ShouldBe(b.Value.ToDoubles());
    }

    [Fact]
    public void Overlapping_slices_among_other_uses_add_up()
    {
        using var tape = Tape<T>.Record();
        Variable<T> x = tape.Input(Tensor<T>.From([[1, 2, 3], [4, 5, 6]])), y = x * 2;
        Variable<T> parts = Variable<T>.Concatenate([y.Slice(1, 0, 2), y.Slice(1, 1, 2), y, y.Slice(1, 1, 1)], axis: 1);
        tape.Backward(parts, Tensor<T>.From([[1, 2, 4, 8, 16, 32, 64, 128], [1, 1, 1, 1, 1, 1, 1, 1]]));
        y.Gradient!.ToDoubles().ShouldBe([17, 2 + 4 + 32 + 128, 8 + 64, 2, 4, 2]);
        x.Gradient!.ToDoubles().ShouldBe([34, 332, 144, 4, 8, 4]);
    }

    [Fact]
    public void Slices_alone_add_up_in_one_sum_and_leave_the_upstreams_alone()
    {
        using var tape = Tape<T>.Record();
        Variable<T> x = tape.Input(Tensor<T>.From([[1, 2, 3], [4, 5, 6]]));
        Variable<T> whole = x.Slice(0, 0, 2), row = whole.Slice(0, 1, 1), columns = whole.Slice(1, 1, 2);
        Variable<T> joined = Variable<T>.Concatenate([row.Reshape(3), columns.Reshape(4)], axis: 0);
        tape.Backward(joined, Tensor<T>.From([1, 2, 4, 8, 16, 32, 64]));
        x.Gradient!.ToDoubles().ShouldBe([0, 8, 16, 1, 2 + 32, 4 + 64]);
        columns.Gradient!.ToDoubles().ShouldBe([8, 16, 32, 64]);
        tape.Gradients(joined, [x], Tensor<T>.From([1, 2, 4, 8, 16, 32, 64]), record: true)[0].Value.ToDoubles()
            .ShouldBe(x.Gradient!.ToDoubles());
    }

    [Fact]
    public void A_stack_and_a_split_that_do_not_fit_are_refused()
    {
        Variable<T> a = Tensor<T>.Ones([2, 3]), b = Tensor<T>.Ones([3, 2]);
        Should.Throw<ArgumentException>(() => Variable<T>.Stack([a, b])).Message.ShouldContain("(1, 3, 2)");
        Should.Throw<ArgumentException>(() => a.Split(1, 1, 1)).Message.ShouldContain("(2, 3)");
        Should.Throw<ArgumentException>(() => a.LeakyRelu(Tensor<T>.Ones([2]))).Message.ShouldContain("(2)");
        Should.Throw<ArgumentOutOfRangeException>(() => a.Norm(0.5)).Message.ShouldContain("0.5");
        Should.Throw<ArgumentException>(() => a.Clamp(1, -1)).Message.ShouldContain("-1");
    }

    [Theory]
    [InlineData(new[] { 2, 1, 3, 4 }, new[] { 5, 4, 2 }, new[] { 2, 5, 3, 2 })]
    [InlineData(new[] { 3, 4 }, new[] { 2, 4, 5 }, new[] { 2, 3, 5 })]
    [InlineData(new[] { 2, 3, 4 }, new[] { 2, 4, 5 }, new[] { 2, 3, 5 })]
    [InlineData(new[] { 1, 3, 4 }, new[] { 4, 5 }, new[] { 1, 3, 5 })]
    public void Batched_products_have_PyTorchs_shapes_and_are_products_of_matrices(int[] left, int[] right, int[] expected)
    {
        var random = new Random(1);
        Tensor<T> a = RandomTensors.Make<T>(random, Shape.Of(left)), b = RandomTensors.Make<T>(random, Shape.Of(right));
        Tensor<T> product = a.MatMul(b);
        product.Shape.ShouldBe(Shape.Of(expected));
        foreach (int[] index in RandomTensors.Indices(product.Shape))
        {
            double sum = 0;
            for (int k = 0; k < left[^1]; k++)
                sum += RandomTensors.At(a, [.. index[..^1], k]) * RandomTensors.At(b, [.. index[..^2], k, index[^1]]);
            RandomTensors.At(product, index).ShouldBe(sum, 16 * Tolerance.For<T>(left[^1]));
        }
    }
}

public sealed class SelectionTestsSingle : SelectionTests<float>;

public sealed class SelectionTestsDouble : SelectionTests<double>;
