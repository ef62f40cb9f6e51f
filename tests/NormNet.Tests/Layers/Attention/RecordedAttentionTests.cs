using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;
using NormNet.Tests.Tensors;

namespace NormNet.Tests.Layers;

/// <summary>
/// Attention and transformer layers against PyTorch 1.13.1: names, outputs, weights, gradients; <c>recorded/attention.py</c> made the numbers.
/// </summary>
public abstract class RecordedAttentionTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Features = 8, Heads = 2;

    private static readonly Dictionary<string, Record> Numbers =
        Recorded.Read<Dictionary<string, Record>>("Layers/Attention/recorded/attention.json");

    private static readonly Dictionary<string, Func<Layer<T>>> Layers = new()
    {
        ["self"] = () => Nn<T>.MultiheadAttention(Features, Heads),
        ["self, no bias"] = () => Nn<T>.MultiheadAttention(Features, Heads, bias: false),
        ["self, causal"] = () => Nn<T>.MultiheadAttention(Features, Heads),
        ["self, keys"] = () => Nn<T>.MultiheadAttention(Features, Heads),
        ["cross"] = () => Nn<T>.MultiheadAttention(Features, Heads),
        ["cross, mask"] = () => Nn<T>.MultiheadAttention(Features, Heads),
        ["cross, mask of samples"] = () => Nn<T>.MultiheadAttention(Features, Heads),
        ["cross, mask of heads"] = () => Nn<T>.MultiheadAttention(Features, Heads),
        ["after"] = () => Block(),
        ["after, gelu, keys"] = () => Block(activation: () => Nn<T>.Gelu()),
        ["before"] = () => Block(normFirst: true),
        ["before, gelu, causal"] = () => Block(activation: () => Nn<T>.Gelu(), normFirst: true),
        ["encoder"] = () => Nn<T>.TransformerEncoder(2, () => Block()),
        ["encoder, before, causal"] = () => Nn<T>.TransformerEncoder(2, () => Block(normFirst: true), Nn<T>.LayerNorm(Features)),
    };

    public static TheoryData<string> Names => [.. Numbers.Keys];

    public static TheoryData<string> CausalNames => [.. Numbers.Keys.Where(name => name.EndsWith("causal", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Output_weights_and_gradients_are_those_of_PyTorch(string name)
    {
        Record expected = Numbers[name];
        Layer<T> layer = Layers[name]();
        layer.NamedParameters().Select(named => (named.Name, Shape: string.Join(", ", named.Parameter.Shape))).ShouldBe(
            expected.Parameters.Select(named => (named.Key, string.Join(", ", named.Value))));
        foreach ((int salt, Parameter<T> parameter) in layer.Parameters().Index())
            parameter.Value.CopyFrom(Made(parameter.Shape, salt + 2, 1024));

        using var tape = Tape<T>.Record();
        Variable<T>[] inputs = [.. expected.Inputs.Select((shape, i) => tape.Input(Made(Shape.Of(shape), i == 0 ? 0 : 49 + i, 256)))];
        (Variable<T> output, Variable<T>? weights) = Apply(layer, inputs, expected.MaskTensor(), expected.KeyMask());
        tape.Backward(output, Made(output.Shape, 1, 256));

        ShouldBe(output.Value, expected.Values, "y");
        if (weights is not null)
            ShouldBe(weights.Value, expected.Weights!, "weights");
        for (int i = 0; i < inputs.Length; i++)
            ShouldBe(inputs[i].Gradient!, expected.InputGradients[i], $"x{i}");
        foreach ((string parameter, Parameter<T> found) in layer.NamedParameters())
            ShouldBe(found.Gradient!, expected.Gradients[parameter], parameter);
    }

    [Fact]
    public void Every_case_is_recorded() => Layers.Keys.ShouldBe(Numbers.Keys);

    /// <summary>The recorded numbers can tell: without its mask, a masked case has others.</summary>
    [Theory]
    [MemberData(nameof(CausalNames))]
    public void Without_the_mask_the_numbers_are_others(string name)
    {
        Record expected = Numbers[name];
        Layer<T> layer = Layers[name]();
        foreach ((int salt, Parameter<T> parameter) in layer.Parameters().Index())
            parameter.Value.CopyFrom(Made(parameter.Shape, salt + 2, 1024));
        double[] found = layer.Forward(Made(Shape.Of(expected.Inputs[0]), 0, 256)).Value.ToDoubles();
        found.Zip(expected.Values, (a, b) => Math.Abs(a - b)).Max().ShouldBeGreaterThan(0.01);
    }

    private static TransformerEncoderLayer<T> Block(Func<Layer<T>>? activation = null, bool normFirst = false) =>
        Nn<T>.TransformerEncoderLayer(Features, Heads, hidden: 12, dropout: 0, activation, normFirst: normFirst);

    private static (Variable<T> Output, Variable<T>? Weights) Apply(
        Layer<T> layer, Variable<T>[] inputs, Tensor<T>? mask, Tensor<T>? keyMask) => layer switch
        {
            MultiheadAttention<T> attention => attention.Attend(inputs[0], inputs[inputs.Length / 2], inputs[^1], mask, keyMask),
            TransformerEncoderLayer<T> block => (block.Forward(inputs[0], mask, keyMask), null),
            _ => (((TransformerEncoder<T>)layer).Forward(inputs[0], mask, keyMask), null),
        };

    private static Tensor<T> Made(Shape shape, int salt, int scale) => Tensor<T>.FromDoubles(
        [.. Enumerable.Range(0, shape.Count).Select(i => ((((i * 7919) + (salt * 104729)) % 1009) - 504) / (double)scale)], shape);

    private static void ShouldBe(Tensor<T> found, double[] expected, string what)
    {
        // Two blocks have some ten sums of 8 to 24 terms in a row, and as many back.
        const int Terms = 512;
        double size = Math.Max(1, expected.Max(Math.Abs));
        found.ToDoubles().ShouldBe(expected, Tolerance.For<T>(Terms) * size, what);
    }

    private sealed record Record(
        int[][] Inputs, double[]? Mask, int[]? MaskShape, double[]? Keys, Dictionary<string, int[]> Parameters, double[] Values,
        double[]? Weights, double[][] InputGradients, Dictionary<string, double[]> Gradients)
    {
        internal Tensor<T>? MaskTensor() => Mask is null ? null : Tensor<T>.FromDoubles(Mask, Shape.Of(MaskShape));

        internal Tensor<T>? KeyMask() => Keys is null ? null : Tensor<T>.FromDoubles(Keys, [Inputs[0][0], Inputs[^1][1]]);
    }
}

public sealed class RecordedAttentionTestsInSingle : RecordedAttentionTests<float>;

public sealed class RecordedAttentionTestsInDouble : RecordedAttentionTests<double>;
