using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

/// <summary>Layers against results worked out by hand; every number is exact in float.</summary>
public abstract class LayerTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Dense_is_x_times_the_transposed_weight_plus_bias()
    {
        Dense<T> dense = Nn<T>.Dense(2, 3);
        dense.Weight.Value.CopyFrom(Tensor<T>.From([[1, 2], [3, 4], [5, 6]]));
        dense.Bias!.Value.CopyFrom(Tensor<T>.From([10, 20, 30]));
        ShouldBe(dense.Forward(Tensor<T>.From([[1, 1], [0, -1]])), [2, 3], 13, 27, 41, 8, 16, 24);
    }

    /// <summary>Ones without a centre sum the neighbours; stride 2 and padding 1 visit the corners of 3×3.</summary>
    [Fact]
    public void A_convolution_sums_what_its_kernel_covers()
    {
        Conv2D<T> convolution = Nn<T>.Conv2D(1, 1, kernel: 3, stride: 2, padding: 1);
        convolution.Weight.Value.CopyFrom(Tensor<T>.From([[1, 1, 1], [1, 0, 1], [1, 1, 1]]).Reshape(1, 1, 3, 3));
        convolution.Bias!.Value.CopyFrom(Tensor<T>.From([0.5]));
        Tensor<T> image = Tensor<T>.From([[1, 2, 3], [4, 5, 6], [7, 8, 9]]).Reshape(1, 1, 3, 3);
        ShouldBe(convolution.Forward(image), [1, 1, 2, 2], 11.5, 13.5, 17.5, 19.5);
    }

    [Fact]
    public void Groups_keep_channels_apart()
    {
        Conv2D<T> convolution = Nn<T>.Conv2D(2, 2, kernel: 1, groups: 2, bias: false);
        convolution.Weight.Shape.ShouldBe(Shape.Of(2, 1, 1, 1));
        convolution.Weight.Value.CopyFrom(Tensor<T>.From([2, 3]).Reshape(2, 1, 1, 1));
        ShouldBe(convolution.Forward(Tensor<T>.From([10, 100]).Reshape(1, 2, 1, 1)), [1, 2, 1, 1], 20, 300);
    }

    [Fact]
    public void Pools_take_the_maximum_and_the_mean_of_windows()
    {
        Tensor<T> image = Tensor<T>.From([[1, 2, 3, 4], [5, 6, 7, 8], [-1, -2, -3, -4], [-5, -6, -7, -8]]).Reshape(1, 1, 4, 4);
        ShouldBe(Nn<T>.MaxPool2D(2).Forward(image), [1, 1, 2, 2], 6, 8, -1, -3);
        ShouldBe(Nn<T>.AveragePool2D(2).Forward(image), [1, 1, 2, 2], 3.5, 5.5, -3.5, -5.5);
        ShouldBe(Nn<T>.MaxPool2D(3, stride: 1).Forward(image), [1, 1, 2, 2], 7, 8, 7, 8);
        ShouldBe(Nn<T>.GlobalAveragePool().Forward(image), [1, 1], 0);
    }

    [Fact]
    public void Flatten_keeps_samples_and_copies_nothing()
    {
        Tensor<T> x = Tensor<T>.Ones([2, 3, 4]);
        Tensor<T> y = Nn<T>.Flatten().Forward(x).Value;
        y.Shape.ShouldBe(Shape.Of(2, 12));
        y.SharesStorageWith(x).ShouldBeTrue();
        Nn<T>.Flatten().Forward(Tensor<T>.Ones([5])).Shape.ShouldBe(Shape.Of(5, 1));
        Nn<T>.Flatten().Forward(Tensor<T>.Zeros([0, 3, 4])).Shape.ShouldBe(Shape.Of(0, 12));
    }

    [Fact]
    public void Residual_adds_body_and_shortcut()
    {
        Tensor<T> x = Tensor<T>.From([[-1, 2]]);
        ShouldBe(Nn<T>.Residual(Nn<T>.Relu()).Forward(x), [1, 2], -1, 4);
        ShouldBe(Nn<T>.Residual(Nn<T>.Relu(), Nn<T>.Relu()).Forward(x), [1, 2], -1, 4);
        ShouldBe(Nn<T>.Residual([Nn<T>.Relu()], shortcut: Nn<T>.Relu()).Forward(x), [1, 2], 0, 4);
    }

    [Fact]
    public void A_residual_body_of_another_shape_is_refused_though_it_would_broadcast()
    {
        string message = Should.Throw<ArgumentException>(() => Nn<T>.Residual(Nn<T>.Dense(4, 1)).Forward(Tensor<T>.Ones([3, 4]))).Message;
        message.ShouldContain("(3, 1)");
        message.ShouldContain("(3, 4)");
    }

    [Fact]
    public void An_empty_sequence_passes_its_input_through()
    {
        Variable<T> x = Tensor<T>.Ones([2]);
        Nn<T>.Sequential().Forward(x).ShouldBeSameAs(x);
    }

    [Fact]
    public void The_nodes_of_a_layer_have_its_path_on_the_tape()
    {
        Sequential<T> model = Nn<T>.Sequential(Nn<T>.Relu(), Nn<T>.Residual(Nn<T>.Tanh()), Nn<T>.Sigmoid());
        using var tape = Tape<T>.Record();
        model.Forward(tape.Input(Tensor<T>.Ones([1, 1])));
        tape.Nodes.Select(node => node.Scope).ShouldBe(["0", "1/body/0", "1", "2"]);
        tape.Scope.ShouldBe("");
    }

    [Fact]
    public void The_scope_is_left_after_an_error_too()
    {
        Sequential<T> model = Nn<T>.Sequential(Nn<T>.Relu(), Nn<T>.Dense(3, 3));
        using var tape = Tape<T>.Record();
        Should.Throw<ArgumentException>(() => model.Forward(Tensor<T>.Ones([1, 2])));
        tape.Scope.ShouldBe("");
    }

    [Fact]
    public void Settings_that_make_no_layer_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.Dense(0, 3)).ParamName.ShouldBe("inputs");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.Dense(3, -1)).ParamName.ShouldBe("outputs");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.Conv2D(1, 1, kernel: 0)).ParamName.ShouldBe("kernel");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.Conv2D(1, 1, kernel: 3, stride: 0)).ParamName.ShouldBe("stride");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.Conv2D(1, 1, kernel: 3, padding: -1)).ParamName.ShouldBe("padding");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.Conv2D(1, 1, kernel: 3, dilation: 0)).ParamName.ShouldBe("dilation");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.Conv2D(1, 1, kernel: 3, groups: 0)).ParamName.ShouldBe("groups");
        Should.Throw<ArgumentException>(() => Nn<T>.Conv2D(4, 6, kernel: 1, groups: 4)).Message.ShouldContain("6");
        Should.Throw<ArgumentException>(() => Nn<T>.Conv2D(3, 4, kernel: 1, groups: 4)).Message.ShouldContain("3");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.MaxPool2D(0)).ParamName.ShouldBe("kernel");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.AveragePool2D(2, stride: 0)).ParamName.ShouldBe("stride");
    }

    [Fact]
    public void Inputs_that_do_not_fit_are_refused_with_both_shapes()
    {
        Fails(Nn<T>.Dense(3, 2), [4, 5], "(4, 5)", "(2, 3)");
        Fails(Nn<T>.Conv2D(3, 2, kernel: 3), [1, 4, 8, 8], "(1, 4, 8, 8)", "(2, 3, 3, 3)");
        Fails(Nn<T>.Conv2D(3, 2, kernel: 3), [3, 8, 8], "(3, 8, 8)");
        Fails(Nn<T>.Conv2D(1, 1, kernel: 5), [1, 1, 4, 4], "(1, 1, 4, 4)");
        Fails(Nn<T>.MaxPool2D(5), [1, 1, 4, 4], "(1, 1, 4, 4)");
        Fails(Nn<T>.AveragePool2D(2), [4, 4], "(4, 4)");
        Fails(Nn<T>.GlobalAveragePool(), [4, 4], "(4, 4)");
        Fails(Nn<T>.Flatten(), [], "scalar");
    }

    private static void Fails(Layer<T> layer, int[] shape, params string[] named)
    {
        string message = Should.Throw<ArgumentException>(() => layer.Forward(Tensor<T>.Ones(Shape.Of(shape))), layer.ToString()).Message;
        foreach (string part in named)
            message.ShouldContain(part);
    }

    private static void ShouldBe(Variable<T> actual, int[] shape, params double[] expected)
    {
        actual.Shape.ShouldBe(Shape.Of(shape));
        actual.Value.AsSpan().ToArray().Select(double.CreateChecked).ShouldBe(expected);
    }
}

public sealed class FloatLayerTests : LayerTests<float>;

public sealed class DoubleLayerTests : LayerTests<double>;
