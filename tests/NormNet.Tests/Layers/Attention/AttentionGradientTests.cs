using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<double>;

namespace NormNet.Tests.Layers;

/// <summary>Attention with several inputs and with masks, and blocks of every norm, against central differences of first and second order.</summary>
public class AttentionGradientTests
{
    private static readonly Tensor<double> Keys = Tensor<double>.From([[1, 1, 0], [0, 1, 1]]);
    private static readonly Tensor<double> WithEmptyRow = Tensor<double>.From([[1, 1, 1], [0, 0, 0], [1, 0, 1]]);

    private static readonly Dictionary<string, Func<int, Layer<double>>> Norms = new()
    {
        ["layer"] = LayerNorm,
        ["root mean square"] = RmsNorm,
        ["dynamic tanh"] = features => DynamicTanh(features, axis: -1),
        ["none"] = _ => Sequential(),
    };

    public static TheoryData<string> NormNames => [.. Norms.Keys];

    [Theory]
    [InlineData(false, false, false, false)]
    [InlineData(true, false, false, false)]
    [InlineData(false, true, false, false)]
    [InlineData(true, true, true, false)]
    [InlineData(false, false, true, false)]
    [InlineData(false, true, false, true)]
    [InlineData(true, true, false, true)]
    public void Cross_attentions_gradients_are_those_of_finite_differences(bool masked, bool padded, bool dropped, bool ofWeights)
    {
        MultiheadAttention<double> attention = MultiheadAttention(4, heads: 2, dropout: dropped ? 0.3 : 0);
        attention.Initialize(new Generator(seed: 3));
        var generator = new Generator(seed: 4);
        foreach (Parameter<double> bias in attention.Parameters().Where(parameter => parameter.Shape.Rank == 1))
            bias.Value.CopyFrom(generator.Normal<double>(bias.Shape));
        var before = new TransientState<double>(attention);
        GradientReport report = GradientCheck.Run(
            x =>
            {
                var (output, weights) = attention.Attend(x[0], x[1], x[2], masked ? WithEmptyRow : null, padded ? Keys : null);
                return ofWeights ? weights : output;
            },
            [generator.Normal<double>([2, 3, 4]), generator.Normal<double>([2, 3, 4]), generator.Normal<double>([2, 3, 4])],
            order: 2,
            generator,
            before.PutBack,
            ofWeights ? [attention.InputWeight, attention.InputBias!] : attention.Parameters());
        report.Passed.ShouldBeTrue(report.ToString());
        report.IsVacuous.ShouldBeFalse(report.ToString());
    }

    [Theory]
    [MemberData(nameof(NormNames))]
    public void Gradients_of_a_block_that_normalizes_after_are_those_of_finite_differences(string norm) => CheckBlock(norm, normFirst: false);

    [Theory]
    [MemberData(nameof(NormNames))]
    public void Gradients_of_a_block_that_normalizes_before_are_those_of_finite_differences(string norm) => CheckBlock(norm, normFirst: true);

    private static void CheckBlock(string norm, bool normFirst)
    {
        TransformerEncoderLayer<double> block = TransformerEncoderLayer(
            4, heads: 2, hidden: 5, dropout: 0.2, activation: () => Gelu(), Norms[norm], normFirst, causal: true);
        block.Initialize(new Generator(seed: 5));
        var generator = new Generator(seed: 6);
        var before = new TransientState<double>(block);
        GradientReport report = GradientCheck.Run(
            x => block.Forward(x, mask: null, Keys),
            generator.Normal<double>([2, 3, 4]),
            order: 2,
            generator,
            before.PutBack,
            block.Parameters());
        report.Passed.ShouldBeTrue(report.ToString());
        report.IsVacuous.ShouldBeFalse(report.ToString());
    }
}
