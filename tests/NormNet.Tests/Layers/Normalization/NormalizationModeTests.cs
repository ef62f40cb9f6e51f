using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

/// <summary>Every layer that has modes, in each of them and by both implementations: gradients of two orders, and float against double.</summary>
public sealed class NormalizationModeTests
{
    private static readonly string[] Modes = ["train", "eval", "frozen"];

    public static TheoryData<string, string, NormalizationImplementation> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, NormalizationImplementation>();
            foreach (string name in Family<double>.Names)
            {
                foreach (string mode in Modes)
                {
                    cases.Add(name, mode, NormalizationImplementation.Fused);
                    cases.Add(name, mode, NormalizationImplementation.Composed);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_of_two_orders_are_those_of_finite_differences(string name, string mode, NormalizationImplementation implementation)
    {
        NormalizationLayer<double> layer = Family<double>.Make(name, mode, implementation);
        GradientReport report = layer.CheckGradients(Input<double>());

        report.Passed.ShouldBeTrue(report.ToString());
        report.IsVacuous.ShouldBeFalse(report.ToString());
        report.Entries.Count(entry => entry.Order == 1).ShouldBe(1 + layer.Parameters().Count);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Float_gives_the_numbers_of_double(string name, string mode, NormalizationImplementation implementation)
    {
        double[][] single = Results<float>(name, mode, implementation), exact = Results<double>(name, mode, implementation);
        for (int i = 0; i < exact.Length; i++)
        {
            double scale = Math.Max(1, exact[i].Max(Math.Abs));
            for (int k = 0; k < exact[i].Length; k++)
                single[i][k].ShouldBe(exact[i][k], Tolerance.Normalization<float>(2) * scale);
        }
    }

    private static double[][] Results<T>(string name, string mode, NormalizationImplementation implementation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NormalizationLayer<T> layer = Family<T>.Make(name, mode, implementation);
        using var tape = Tape<T>.Record();
        Variable<T> input = tape.Input(Input<T>()), y = layer.Forward(input);
        Variable<T>[] gradients = tape.Gradients(y, [input, .. layer.Parameters()], new Generator(seed: 9).Normal<T>(y.Shape));
        IEnumerable<Tensor<T>> results = gradients.Prepend(y).Select(result => result.Value);
        return [.. results.Concat(layer.Buffers().Select(buffer => buffer.Value)).Select(Doubles)];
    }

    private static double[] Doubles<T>(Tensor<T> tensor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => [.. tensor.AsSpan().ToArray().Select(double.CreateTruncating)];

    private static Tensor<T> Input<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new Generator(seed: 8).Normal<T>([7, 2, 3], mean: 0.5);

    private static class Family<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private static readonly Dictionary<string, Func<NormalizationLayer<T>>> Makers = new()
        {
            ["batch"] = () => Nn<T>.BatchNorm(2),
            ["instance with running statistics"] = () => Nn<T>.InstanceNorm(2, weight: true, bias: true, running: RunningStatistics.PyTorch()),
            ["ghost"] = () => Nn<T>.GhostBatchNorm(2, virtualBatch: 3),
            ["renormalized within limits that bind"] = () => Nn<T>.BatchRenorm(2, rMax: 1, dMax: 0.01),
            ["synchronized"] = () => Nn<T>.SyncBatchNorm(2),
            ["frozen"] = Frozen,
            ["conditional"] = () => new ConditionalInstanceNorm<T>(2, classes: 3) { Labels = IndexTensor.From(0, 2, 2, 1, 0, 2, 2) },
            ["adaptive"] = () => new AdaptiveInstanceNorm<T>(2) { Style = new Generator(seed: 5).Normal<T>([7, 2, 4], mean: 1, deviation: 2) },
            ["ghost, weight only"] = () => Nn<T>.GhostBatchNorm(2, virtualBatch: 4, bias: false),
        };

        internal static IEnumerable<string> Names => Makers.Keys;

        internal static NormalizationLayer<T> Make(string name, string mode, NormalizationImplementation implementation)
        {
            NormalizationLayer<T> layer = Makers[name]();
            layer.Implementation = implementation;
            var generator = new Generator(seed: 7);
            foreach (Parameter<T> parameter in layer.Parameters())
                parameter.Value.CopyFrom(generator.Normal<T>(parameter.Shape, mean: 1, deviation: 0.5));
            for (int step = 0; step < 3; step++)
                layer.Forward(generator.Normal<T>([7, 2, 3], mean: 1, deviation: 2));
            if (mode == "eval")
                layer.Eval();
            if (mode == "frozen")
                (layer as RunningNormalizationLayer<T>)?.Freeze();
            return layer;
        }

        private static FrozenBatchNorm<T> Frozen()
        {
            var trained = new BatchNorm<T>(2);
            trained.Weight!.Value.CopyFrom(new Generator(seed: 6).Normal<T>([2], mean: 1));
            trained.Forward(new Generator(seed: 5).Normal<T>([7, 2, 3], mean: 1, deviation: 2));
            return FrozenBatchNorm<T>.From(trained);
        }
    }
}
