using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;
using NormNet.Tests.Tensors;

namespace NormNet.Tests.Layers;

/// <summary>
/// Layers of images and sequences against PyTorch 1.13.1: names, outputs, gradients; <c>recorded/layers.py</c> made the numbers.
/// </summary>
public abstract class RecordedLayerTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Dictionary<string, Record> Numbers = Recorded.Read<Dictionary<string, Record>>("Layers/recorded/layers.json");

    private static readonly Dictionary<string, Layer<T>> Layers = new Layer<T>[]
    {
        Nn<T>.Conv1D(2, 3, kernel: 3),
        Nn<T>.Conv1D(4, 6, kernel: 2, stride: 2, padding: 3, dilation: 3, groups: 2, bias: false),
        Nn<T>.ConvTranspose2D(2, 3, kernel: 3),
        Nn<T>.ConvTranspose2D(2, 3, kernel: 3, stride: 2, padding: 1, outputPadding: 1),
        Nn<T>.ConvTranspose2D(4, 6, kernel: 2, stride: 3, padding: 1, outputPadding: 2, dilation: 2, groups: 2, bias: false),
        Nn<T>.MaxPool1D(2),
        Nn<T>.MaxPool1D(3, stride: 2, padding: 1),
        Nn<T>.AveragePool1D(2),
        Nn<T>.AveragePool1D(3, stride: 1, padding: 1),
        Nn<T>.AdaptiveAveragePool1D(3),
        Nn<T>.AdaptiveAveragePool2D(1),
        Nn<T>.AdaptiveAveragePool2D(3, 2),
        Nn<T>.AdaptiveAveragePool2D(4),
        Nn<T>.AdaptiveMaxPool2D(2),
        Nn<T>.AdaptiveMaxPool2D(3, 4),
        Nn<T>.Upsample(2),
        Nn<T>.Upsample(1.7),
        Nn<T>.Upsample([5, 3]),
        Nn<T>.Upsample([7]),
        Nn<T>.Upsample(2, UpsampleMode.Bilinear),
        Nn<T>.Upsample(1.7, UpsampleMode.Bilinear),
        Nn<T>.Upsample([5, 3], UpsampleMode.Bilinear),
        Nn<T>.Upsample(2, UpsampleMode.Bilinear, alignCorners: true),
        Nn<T>.Upsample([5, 1], UpsampleMode.Bilinear, alignCorners: true),
        Nn<T>.Upsample([9], UpsampleMode.Bilinear),
        Nn<T>.Embedding(5, 3),
        Nn<T>.Embedding(5, 3, padding: 1),
    }.ToDictionary(layer => layer.ToString());

    public static TheoryData<string> Names => [.. Numbers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Output_and_gradients_are_those_of_PyTorch(string name)
    {
        Record expected = Numbers[name];
        var layer = (Layer<T>)Layers[name].Clone();
        layer.NamedParameters().Select(named => (named.Name, Shape: string.Join(", ", named.Parameter.Shape))).ShouldBe(
            expected.Parameters.Select(named => (named.Key, string.Join(", ", named.Value))));
        foreach ((int salt, Parameter<T> parameter) in layer.Parameters().Index())
            parameter.Value.CopyFrom(Made(parameter.Shape, salt + 2));

        using var tape = Tape<T>.Record();
        var shape = Shape.Of(expected.Input);
        Variable<T> input = expected.Indices is null
            ? tape.Input(Made(shape, 0))
            : Tensor<T>.Wrap([.. expected.Indices.Select(T.CreateChecked)], shape);
        Variable<T> output = layer.Forward(input);
        output.Shape.ShouldBe(expected.Output);
        tape.Backward(output, Made(output.Shape, 1));

        ShouldBe(output.Value, expected.Values, expected.Terms, "y");
        if (expected.InputGradient is not null)
            ShouldBe(input.Gradient!, expected.InputGradient, expected.Terms, "x");
        foreach ((string parameter, Parameter<T> found) in layer.NamedParameters())
            ShouldBe(found.Gradient!, expected.Gradients[parameter], expected.Terms, parameter);
    }

    [Fact]
    public void Every_layer_is_recorded() => Layers.Keys.ShouldBe(Numbers.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Fans_are_those_of_PyTorch(string name)
    {
        if (Numbers[name] is { Fans: [int fanIn, int fanOut], Parameters: var parameters })
            Fans.Of(Shape.Of(parameters["weight"])).ShouldBe(new Fans(fanIn, fanOut));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_clone_computes_the_same(string name)
    {
        Layer<T> layer = Layers[name], clone = (Layer<T>)layer.Clone();
        clone.ToString().ShouldBe(name);
        Record record = Numbers[name];
        Tensor<T> input = record.Indices is null ? Made(Shape.Of(record.Input), 0) : Tensor<T>.Zeros(Shape.Of(record.Input));
        clone.Forward(input).Value.ToDoubles().ShouldBe(layer.Forward(input).Value.ToDoubles());
    }

    private static Tensor<T> Made(Shape shape, int salt) => Tensor<T>.FromDoubles(
        [.. Enumerable.Range(0, shape.Count).Select(i => ((((i * 7919) + (salt * 104729)) % 1009) - 504) / 256.0)], shape);

    private static void ShouldBe(Tensor<T> found, double[] expected, int terms, string what)
    {
        // Terms are products of two numbers of at most 2.
        double bound = Tolerance.For<T>(terms) * 4 * terms;
        found.ToDoubles().ShouldBe(expected, bound, what);
    }

    private sealed record Record(
        int[] Input, int[]? Indices, Dictionary<string, int[]> Parameters, int[]? Fans, int[] Output, double[] Values,
        double[]? InputGradient, Dictionary<string, double[]> Gradients)
    {
        /// <summary>The most terms that a sum can have: all inputs or all outputs.</summary>
        internal int Terms => Math.Max(Values.Length, Input.Aggregate(1, (product, extent) => product * extent));
    }
}

public sealed class RecordedLayerTestsInSingle : RecordedLayerTests<float>;

public sealed class RecordedLayerTestsInDouble : RecordedLayerTests<double>;
