using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<double>;

namespace NormNet.Tests.Layers;

/// <summary>Every layer by input and parameters, first and second order, against central differences.</summary>
public class LayerGradientTests
{
    public static TheoryData<Layer<double>, int[]> Cases => new()
    {
        { Dense(4, 3), [5, 4] },
        { Dense(4, 3, bias: false), [2, 3, 4] },
        { Conv2D(2, 3, kernel: 3, padding: 1), [2, 2, 4, 5] },
        { Conv2D(4, 6, kernel: 2, stride: 2, dilation: 2, groups: 2, bias: false), [2, 4, 5, 5] },
        { Conv1D(2, 3, kernel: 3, padding: 1), [2, 2, 5] },
        { Conv1D(4, 2, kernel: 2, stride: 2, dilation: 2, groups: 2, bias: false), [2, 4, 7] },
        { ConvTranspose2D(2, 3, kernel: 3, stride: 2, padding: 1, outputPadding: 1), [2, 2, 2, 3] },
        { ConvTranspose2D(4, 2, kernel: 2, dilation: 2, groups: 2, bias: false), [2, 4, 3, 2] },
        { MaxPool1D(2), [2, 2, 6] },
        { AveragePool1D(3, stride: 2, padding: 1), [2, 2, 6] },
        { AdaptiveAveragePool1D(3), [2, 2, 5] },
        { AdaptiveAveragePool2D(2, 3), [2, 2, 5, 4] },
        { AdaptiveMaxPool2D(2), [2, 2, 5, 4] },
        { Upsample(2), [2, 2, 2, 3] },
        { Upsample([3, 5], UpsampleMode.Bilinear), [2, 2, 4, 3] },
        { Upsample(2, UpsampleMode.Bilinear, alignCorners: true), [2, 2, 3] },
        { MultiheadAttention(4, heads: 2), [2, 3, 4] },
        { MultiheadAttention(4, heads: 2, dropout: 0.2, bias: false, causal: true), [2, 3, 4] },
        { SinusoidalPositions(3), [2, 3, 3] },
        { LearnedPositions(4, 3), [2, 3, 3] },
        { TransformerEncoderLayer(4, heads: 2, hidden: 5, activation: () => Gelu()), [2, 3, 4] },
        { TransformerEncoder(2, () => TransformerEncoderLayer(2, heads: 1, hidden: 3, dropout: 0, normFirst: true), LayerNorm(2)), [2, 3, 2] },
        { new Weighing(Embedding(5, 3), IndexTensor.From(4, 1, 4, 0).Reshape(2, 2)), [2, 2, 3] },
        { MaxPool2D(2), [2, 2, 4, 4] },
        { MaxPool2D(3, stride: 1), [1, 2, 4, 4] },
        { AveragePool2D(2), [2, 2, 4, 4] },
        { AveragePool2D(3, stride: 2), [1, 2, 5, 5] },
        { GlobalAveragePool(), [2, 3, 4, 2] },
        { Flatten(), [2, 3, 2] },
        { Dropout(0.3), [4, 5] },
        { Relu(), [3, 4] },
        { Tanh(), [3, 4] },
        { Sigmoid(), [3, 4] },
        { LeakyRelu(0.1), [3, 4] },
        { PRelu(), [3, 4] },
        { PRelu(3), [2, 3, 4] },
        { Elu(0.8), [3, 4] },
        { Gelu(), [3, 4] },
        { Gelu(approximate: true), [3, 4] },
        { Silu(), [3, 4] },
        { Softplus(), [3, 4] },
        { Mish(), [3, 4] },
        { BatchNorm(3), [4, 3, 2] },
        { GhostBatchNorm(3, virtualBatch: 2), [5, 3, 2] },
        { BatchRenorm(3, rMax: 1, dMax: 0), [4, 3, 2] },
        { SyncBatchNorm(3), [4, 3, 2] },
        { FrozenBatchNorm(3), [4, 3, 2] },
        { new ConditionalInstanceNorm<double>(2, classes: 3) { Labels = IndexTensor.From(2, 0, 2) }, [3, 2, 4] },
        { new AdaptiveInstanceNorm<double>(2) { Style = new Generator(seed: 13).Normal<double>([1, 2, 5]) }, [3, 2, 4] },
        { InstanceNorm(2), [3, 2, 4] },
        { LayerNorm(5), [3, 5] },
        { GroupNorm(2, 4), [2, 4, 3] },
        { RmsNorm(5), [3, 5] },
        { LocalResponseNorm(3, alpha: 0.5), [2, 5, 3] },
        { FilterResponseNorm(2), [3, 2, 4] },
        { ThresholdedLinearUnit(4), [3, 4, 2] },
        { GlobalResponseNorm(3), [2, 3, 4] },
        { ScaleNorm(5), [3, 5] },
        { DynamicTanh(4), [3, 4, 2] },
        { WeightNorm(Dense(4, 3)), [5, 4] },
        { WeightNorm(Conv2D(2, 3, kernel: 2, bias: false)), [2, 2, 3, 3] },
        { WeightNorm(Conv1D(2, 3, kernel: 2)), [2, 2, 4] },
        { Evaluating(SpectralNorm(Dense(4, 3))), [5, 4] },
        { Evaluating(SpectralNorm(Conv2D(2, 3, kernel: 2), iterations: 3)), [2, 2, 3, 3] },
        { WeightStandardization(Dense(4, 3)), [5, 4] },
        { WeightStandardization(Conv2D(2, 3, kernel: 2), gain: true, epsilon: 0.01), [2, 2, 3, 3] },
        { Residual(Dense(3, 3), Tanh()), [4, 3] },
        { Residual([Dense(3, 2), Tanh()], shortcut: Dense(3, 2, bias: false)), [4, 3] },
        { Concatenate(Sequential(Dense(3, 2), Tanh()), Sequential(), Dense(3, 1, bias: false)), [4, 3] },
        { Concatenate(Conv2D(2, 3, kernel: 1), Sequential(Conv2D(2, 1, kernel: 3, padding: 1), BatchNorm(1))), [3, 2, 4, 3] },
        { Rnn(2, 3), [2, 4, 2] },
        { Rnn(2, 3, activation: RnnActivation.Relu, layerNorm: true), [2, 4, 2] },
        { Lstm(2, 3), [2, 4, 2] },
        { Lstm(2, 3, layers: 2, bias: false, bidirectional: true), [2, 3, 2] },
        { Lstm(2, 3, layerNorm: true), [2, 3, 2] },
        { Gru(2, 3), [2, 4, 2] },
        { Gru(2, 3, layers: 2, bias: false), [2, 3, 2] },
        { Gru(2, 3, layerNorm: true), [2, 3, 2] },
        { Sequential(Conv2D(1, 2, kernel: 3), BatchNorm(2), Relu(), MaxPool2D(2), Flatten(), Dropout(0.2), Dense(8, 3), Sigmoid()), [3, 1, 6, 6] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_layers_gradients_are_those_of_finite_differences(Layer<double> layer, int[] shape)
    {
        layer.Initialize(new Generator(seed: 11));
        GradientReport report = layer.CheckGradients(new Generator(seed: 12).Normal<double>(Shape.Of(shape)));
        report.Passed.ShouldBeTrue(report.ToString());
        report.IsVacuous.ShouldBeFalse(report.ToString());
        report.Entries.Count(entry => entry.Order == 1).ShouldBe(1 + layer.Parameters().Count);
    }

    [Fact]
    public void Every_layer_has_a_gradient_check()
    {
        var untested = typeof(Layer<>).Assembly.GetExportedTypes()
            .Where(type => type is { IsAbstract: false, IsGenericTypeDefinition: true, BaseType: not null } && IsLayer(type))
            .Except(Cases.SelectMany(row => Tested((Layer<double>)row[0])).Select(layer => layer.GetType().GetGenericTypeDefinition()));
        untested.ShouldBeEmpty();
    }

    [Fact]
    public void A_check_puts_state_and_randomness_back()
    {
        var layer = new Tracked<double>();
        layer.Initialize(new Generator(seed: 4));
        layer.Mean.Value = Tensor<double>.From([1, 2]);
        layer.Batches.Value = 3;
        layer.Noise.Next();
        byte[] before = State(layer);
        layer.CheckGradients(new Generator(seed: 2).Normal<double>([4, 2])).Passed.ShouldBeTrue();
        State(layer).ShouldBe(before);
        layer.Noise.Position.ShouldBe(1);
        layer.Weight.Gradient.ShouldBeNull();
    }

    [Fact]
    public void A_wrong_gradient_of_a_parameter_is_named()
    {
        Sequential<double> model = Sequential(new HalfGradient());
        GradientReport report = model.CheckGradients(Tensor<double>.From([[1, 2]]), order: 1);
        report.Passed.ShouldBeFalse();
        GradientReportEntry wrong = report.Entries.Single(entry => !entry.Agrees);
        wrong.InputName.ShouldBe("0.factor");
        wrong.Got.ShouldBe(wrong.Expected / 2, tolerance: 1e-6);
        report.ToString().ShouldContain("0.factor");
    }

    [Fact]
    public void A_frozen_parameter_is_not_checked()
    {
        Dense<double> dense = Dense(2, 2);
        dense.Weight.RequiresGradient = false;
        dense.CheckGradients(Tensor<double>.Ones([1, 2]), order: 1).Entries.Select(entry => entry.InputName).ShouldBe(["x0", "bias"]);
    }

    /// <summary>The layer, what its weight goes through, and the table whose vectors it weighs.</summary>
    private static IEnumerable<Layer<double>> Tested(Layer<double> layer) => layer switch
    {
        WeightedLayer<double> { Reparametrization: { } reparametrization } => [layer, reparametrization],
        Weighing weighing => [weighing.Table],
        _ => [layer],
    };

    private static Layer<double> Evaluating(Layer<double> layer)
    {
        layer.Eval();
        return layer;
    }

    private static bool IsLayer(Type type)
    {
        for (Type? ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.IsGenericType && ancestor.GetGenericTypeDefinition() == typeof(Layer<>))
                return true;
        }

        return false;
    }

    private static byte[] State(Layer<double> layer) => [.. layer.StateDict().Values.SelectMany(tensor => tensor.Bytes.ToArray())];

    /// <summary>y = f·x, of whose gradient by f half is cut off.</summary>
    private sealed class HalfGradient : Layer<double>
    {
        private readonly Parameter<double> _factor;

        public HalfGradient() => _factor = Register("factor", new Parameter<double>(Tensor<double>.Ones([2])));

        protected override Variable<double> ForwardCore(Variable<double> input) =>
            (input * _factor * 0.5) + (input * _factor.Value * 0.5);
    }

    /// <summary>y = x · W[index]: a table has no input to differentiate by.</summary>
    private sealed class Weighing : Layer<double>
    {
        private readonly IndexTensor _indices;

        public Weighing(Embedding<double> table, IndexTensor indices) => (Table, _indices) = (Register("table", table), indices);

        public Embedding<double> Table { get; }

        protected override Variable<double> ForwardCore(Variable<double> input) => input * Table.Forward(_indices);
    }
}
