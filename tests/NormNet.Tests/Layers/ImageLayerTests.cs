using System.Numerics;
using NormNet.Layers;
using NormNet.Tensors;
using NormNet.Tests.Tensors;

namespace NormNet.Tests.Layers;

/// <summary>What holds for convolutions, pooling and upsampling of images and sequences beside the recorded numbers.</summary>
public abstract class ImageLayerTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void A_transposed_convolution_is_the_transpose_of_the_convolution_with_its_weight()
    {
        Conv2D<T> convolution = Nn<T>.Conv2D(4, 6, kernel: 3, stride: 2, padding: 1, groups: 2, bias: false);
        ConvTranspose2D<T> transposed = Nn<T>.ConvTranspose2D(
            6, 4, kernel: 3, stride: 2, padding: 1, outputPadding: 1, groups: 2, bias: false);
        transposed.Weight.Value.CopyFrom(convolution.Weight.Value);
        Tensor<T> x = new Generator(seed: 1).Normal<T>([2, 4, 6, 8]), u = new Generator(seed: 2).Normal<T>([2, 6, 3, 4]);

        double forward = Dot(convolution.Forward(x).Value, u), back = Dot(x, transposed.Forward(u).Value);

        transposed.Forward(u).Shape.ShouldBe(x.Shape);
        back.ShouldBe(forward, tolerance: Tolerance.For<T>(36) * x.Count);
    }

    [Fact]
    public void A_transposed_convolution_whose_windows_do_not_meet_tiles_the_output()
    {
        ConvTranspose2D<T> layer = Nn<T>.ConvTranspose2D(1, 1, kernel: 2, stride: 2);
        layer.Weight.Value.CopyFrom(Tensor<T>.From([[1, 2], [3, 4]]).Reshape(1, 1, 2, 2));
        layer.Bias!.Value.CopyFrom(Tensor<T>.From([0.5]));
        Tensor<T> y = layer.Forward(Tensor<T>.From([[1, 10]]).Reshape(1, 1, 1, 2)).Value;
        y.Shape.ShouldBe([1, 1, 2, 4]);
        y.ToDoubles().ShouldBe([1.5, 2.5, 10.5, 20.5, 3.5, 4.5, 30.5, 40.5]);
    }

    [Fact]
    public void A_convolution_of_sequences_is_that_of_images_of_one_row()
    {
        Conv1D<T> sequences = Nn<T>.Conv1D(3, 4, kernel: 3, stride: 2, dilation: 2);
        Conv2D<T> images = Nn<T>.Conv2D(3, 4, kernel: 3);
        images.Weight.Value.AsWritableSpan().Clear();
        images.Bias!.Value.CopyFrom(sequences.Bias!.Value);
        for (int i = 0; i < sequences.Weight.Value.Count; i++)
            images.Weight.Value.AsWritableSpan()[(i / 3 * 9) + 3 + (i % 3)] = sequences.Weight.Value.AsSpan()[i];

        Tensor<T> x = new Generator(seed: 1).Normal<T>([2, 3, 9]);
        double[] found = sequences.Forward(x).Value.ToDoubles();

        // Stride and dilation 2 see the even places only, as neighbours.
        Tensor<T> even = Tensor<T>.Wrap([.. x.AsSpan().ToArray().Where((_, i) => i % 9 % 2 == 0)], [2, 3, 1, 5]);
        double[] expected = images.Forward(even.Pad(2, 1, 1)).Value.ToDoubles();
        found.ShouldBe(expected, Tolerance.For<T>(9) * 10);
    }

    [Fact]
    public void Adaptive_pools_of_a_size_that_divides_are_plain_pools_and_of_one_are_global()
    {
        Tensor<T> x = new Generator(seed: 1).Normal<T>([2, 3, 6, 8]);
        double bound = Tolerance.For<T>(48);
        Nn<T>.AdaptiveMaxPool2D(3, 4).Forward(x).Value.ToDoubles().ShouldBe(Nn<T>.MaxPool2D(2).Forward(x).Value.ToDoubles());
        Nn<T>.AdaptiveAveragePool2D(3, 4).Forward(x).Value.ToDoubles().ShouldBe(Nn<T>.AveragePool2D(2).Forward(x).Value.ToDoubles(), bound);
        Nn<T>.AdaptiveAveragePool2D(1).Forward(x).Value.ToDoubles().ShouldBe(Nn<T>.GlobalAveragePool().Forward(x).Value.ToDoubles(), bound);
        Nn<T>.AdaptiveAveragePool2D(6, 8).Forward(x).Value.ToDoubles().ShouldBe(x.ToDoubles());
    }

    [Fact]
    public void An_adaptive_maximum_is_the_first_of_equals_and_not_a_number_if_one_is_not()
    {
        Tensor<T> x = Tensor<T>.From([1, double.NaN, 5, 5, 7, 7]).Reshape(1, 1, 2, 3);
        double[] y = Nn<T>.AdaptiveMaxPool2D(1, 2).Forward(x).Value.ToDoubles();
        y[0].ShouldBe(double.NaN);
        AdaptiveMaximum.Positions(x, 1, 2).AsSpan().ToArray().ShouldBe([1, 1]);
        AdaptiveMaximum.Positions(Tensor<T>.Ones([1, 1, 3, 3]), 2, 2).AsSpan().ToArray().ShouldBe([0, 1, 3, 4]);
    }

    [Fact]
    public void Upsampling_repeats_or_interpolates()
    {
        Tensor<T> x = Tensor<T>.From([1, 2]).Reshape(1, 1, 2);
        Nn<T>.Upsample(2).Forward(x).Value.ToDoubles().ShouldBe([1, 1, 2, 2]);
        Nn<T>.Upsample(2, UpsampleMode.Bilinear).Forward(x).Value.ToDoubles().ShouldBe([1, 1.25, 1.75, 2]);
        Nn<T>.Upsample([5], UpsampleMode.Bilinear, alignCorners: true).Forward(x).Value.ToDoubles().ShouldBe([1, 1.25, 1.5, 1.75, 2]);
        Nn<T>.Upsample([2], UpsampleMode.Bilinear).Forward(x).Value.ShouldBeSameAs(x);
    }

    [Fact]
    public void Numbers_no_layer_can_have_are_refused_by_name()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.Conv1D(0, 1, kernel: 3)).ParamName.ShouldBe("inputs");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.Conv1D(1, 1, kernel: 3, dilation: 0)).ParamName.ShouldBe("dilation");
        Should.Throw<ArgumentException>(() => Nn<T>.Conv1D(4, 6, kernel: 1, groups: 4)).Message.ShouldContain("Conv1D: 4 groups");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.ConvTranspose2D(1, 0, kernel: 3)).ParamName.ShouldBe("outputs");
        foreach (int wrong in (int[])[-1, 2])
        {
            Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.ConvTranspose2D(1, 1, kernel: 3, stride: 2, outputPadding: wrong))
                .ParamName.ShouldBe("outputPadding");
        }

        Should.Throw<ArgumentException>(() => Nn<T>.ConvTranspose2D(4, 6, kernel: 1, groups: 4)).Message
            .ShouldContain("ConvTranspose2D: 4 groups");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.MaxPool1D(0)).ParamName.ShouldBe("kernel");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.AveragePool1D(2, padding: 2)).ParamName.ShouldBe("padding");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.AdaptiveAveragePool2D(0)).ParamName.ShouldBe("height");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.AdaptiveMaxPool2D(1, 0)).ParamName.ShouldBe("width");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.AdaptiveAveragePool1D(0)).ParamName.ShouldBe("length");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.Upsample(0)).ParamName.ShouldBe("scale");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.Upsample(double.NaN)).ParamName.ShouldBe("scale");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.Upsample(2, (UpsampleMode)7)).ParamName.ShouldBe("mode");
        Should.Throw<ArgumentException>(() => Nn<T>.Upsample([0, 2])).ParamName.ShouldBe("size");
        Should.Throw<ArgumentException>(() => Nn<T>.Upsample(Shape.Scalar)).ParamName.ShouldBe("size");
        Should.Throw<ArgumentException>(() => Nn<T>.Upsample(2, alignCorners: true)).ParamName.ShouldBe("alignCorners");
        Should.Throw<ArgumentOutOfRangeException>(() => AxisWeights.Nearest(0, 1)).ParamName.ShouldBe("inputs");
        Should.Throw<ArgumentOutOfRangeException>(() => AxisWeights.Linear(2, 1, scale: -1)).ParamName.ShouldBe("scale");
    }

    [Fact]
    public void Inputs_that_do_not_fit_are_refused_with_their_shapes()
    {
        Fails(Nn<T>.Conv1D(3, 2, kernel: 3), [1, 4, 8], "(1, 4, 1, 8)", "(2, 3, 1, 3)");
        Fails(Nn<T>.Conv1D(3, 2, kernel: 3), [1, 3, 4, 8], "Conv1D", "(1, 3, 4, 8)");
        Fails(Nn<T>.Conv1D(3, 2, kernel: 3), [1, 3, 2], "(1, 3, 1, 2)");
        Fails(Nn<T>.ConvTranspose2D(3, 2, kernel: 3), [1, 2, 4, 4], "(1, 2, 4, 4)", "(3, 2, 3, 3)");
        Fails(Nn<T>.ConvTranspose2D(3, 2, kernel: 3), [3, 4, 4], "(3, 4, 4)");
        Fails(Nn<T>.ConvTranspose2D(1, 1, kernel: 1, padding: 2), [1, 1, 4, 4], "(1, 1, 4, 4)", "0×0");
        Fails(Nn<T>.MaxPool1D(2), [2, 2, 4, 4], "(2, 2, 4, 4)");
        Fails(Nn<T>.AveragePool1D(5), [2, 2, 4], "(2, 2, 1, 4)");
        Fails(Nn<T>.AdaptiveAveragePool2D(2), [2, 2, 4], "(2, 2, 4)");
        Fails(Nn<T>.AdaptiveMaxPool2D(2), [2, 2, 4], "(2, 2, 4)");
        Fails(Nn<T>.AdaptiveAveragePool1D(2), [2, 4], "(2, 4)");
        Fails(Nn<T>.Upsample(2), [2, 4], "(2, 4)");
        Fails(Nn<T>.Upsample([2, 3]), [2, 4, 5], "(2, 4, 5)");
        Fails(Nn<T>.Upsample(0.1), [2, 4, 5], "(2, 4, 5)", "extent 0");
    }

    private static void Fails(Layer<T> layer, int[] shape, params string[] named)
    {
        string message = Should.Throw<ArgumentException>(() => layer.Forward(Tensor<T>.Ones(Shape.Of(shape))), layer.ToString()).Message;
        foreach (string part in named)
            message.ShouldContain(part);
    }

    private static double Dot(Tensor<T> a, Tensor<T> b) => a.ToDoubles().Zip(b.ToDoubles(), (x, y) => x * y).Sum();
}

public sealed class ImageLayerTestsInSingle : ImageLayerTests<float>;

public sealed class ImageLayerTestsInDouble : ImageLayerTests<double>;
