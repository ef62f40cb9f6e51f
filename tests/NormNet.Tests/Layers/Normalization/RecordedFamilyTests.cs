using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

/// <summary>The layers against libtorch's numbers: outputs, gradients and running buffers, in float and double, fused and composed.</summary>
public sealed class RecordedFamilyTests
{
    private static readonly RecordedFamily Recorded = RecordedFamily.Load();

    public static TheoryData<int, NormalizationImplementation> All { get; } = AllCases();

    [Fact]
    public void Every_member_and_mode_is_recorded()
    {
        Recorded.Cases.Select(recorded => recorded.Member).Distinct().ShouldBe(["Batch", "Layer", "Instance", "Group", "Rms"], ignoreOrder: true);
        Recorded.Cases.Select(recorded => recorded.Mode).Distinct().ShouldBe(["Train", "Eval", "Frozen"], ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Float_agrees(int index, NormalizationImplementation implementation) => Check<float>(Recorded.Cases[index], implementation);

    [Theory]
    [MemberData(nameof(All))]
    public void Double_agrees(int index, NormalizationImplementation implementation) => Check<double>(Recorded.Cases[index], implementation);

    private static TheoryData<int, NormalizationImplementation> AllCases()
    {
        var all = new TheoryData<int, NormalizationImplementation>();
        for (int index = 0; index < Recorded.Cases.Count; index++)
        {
            all.Add(index, NormalizationImplementation.Fused);
            all.Add(index, NormalizationImplementation.Composed);
        }

        return all;
    }

    private static void Check<T>(RecordedCase recorded, NormalizationImplementation implementation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dictionary<string, Tensor<T>> results = Compute<T>(recorded, implementation);
        results.Keys.ShouldBe(recorded.Results.Keys, ignoreOrder: true);
        foreach ((string name, RecordedResult expected) in recorded.Results)
        {
            T[] actual = results[name].AsSpan().ToArray();
            actual.Length.ShouldBe(expected.Values.Length);
            double difference = actual.Zip(expected.Values, (a, b) => Math.Abs(double.CreateTruncating(a) - b)).Max();
            difference.ShouldBeLessThanOrEqualTo(Tolerance.Normalization<T>() * expected.Scale, $"{recorded}, {implementation}: {name}");
        }
    }

    private static Dictionary<string, Tensor<T>> Compute<T>(RecordedCase recorded, NormalizationImplementation implementation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NormalizationLayer<T> layer = LayerOf<T>(recorded);
        layer.Implementation = implementation;
        layer.Weight?.Value.CopyFrom(InputOf<T>(recorded, "weight", layer.AffineShape));
        layer.Bias?.Value.CopyFrom(InputOf<T>(recorded, "bias", layer.AffineShape));
        var running = layer as RunningNormalizationLayer<T>;
        if (running?.Running is { } statistics)
        {
            statistics.Mean.Value = InputOf<T>(recorded, "running_mean", layer.AffineShape);
            statistics.Variance.Value = InputOf<T>(recorded, "running_var", layer.AffineShape);
        }

        if (recorded.Mode == "Eval")
            layer.Eval();
        else if (recorded.Mode == "Frozen")
            running!.Freeze();

        using var tape = Tape<T>.Record();
        Variable<T> x = tape.Input(InputOf<T>(recorded, "x", Shape.Of(recorded.Shape))), y = layer.Forward(x);
        tape.Backward(y, InputOf<T>(recorded, "upstream", y.Shape));
        var results = new Dictionary<string, Tensor<T>> { ["y"] = y.Value.Clone(), ["dx"] = x.Gradient!.Clone() };
        if (layer.Weight is { } weight)
            results["dweight"] = weight.Gradient!;
        if (layer.Bias is { } bias)
            results["dbias"] = bias.Gradient!;
        if (running?.Running is { } kept)
            (results["running_mean"], results["running_var"]) = (kept.Mean.Value, kept.Variance.Value);
        return results;
    }

    private static NormalizationLayer<T> LayerOf<T>(RecordedCase recorded)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (bool weight, bool bias) = (recorded.Inputs.ContainsKey("weight"), recorded.Inputs.ContainsKey("bias"));
        RunningRule? rule = recorded.Inputs.ContainsKey("running_mean") ? RunningStatistics.PyTorch(recorded.Momentum) : null;
        int channels = recorded.Shape[1];
        Shape trailing = Shape.Of(recorded.Shape.AsSpan()[^recorded.TrailingAxes..]);
        return recorded.Member switch
        {
            "Batch" => new BatchNorm<T>(channels, recorded.Epsilon, rule, weight, bias),
            "Instance" => new InstanceNorm<T>(channels, recorded.Epsilon, weight, bias, rule),
            "Group" => new GroupNorm<T>(recorded.Groups, channels, recorded.Epsilon, weight, bias),
            "Layer" => new LayerNorm<T>(trailing, recorded.Epsilon, weight, bias),
            _ => new RmsNorm<T>(trailing, recorded.Epsilon, weight, bias),
        };
    }

    private static Tensor<T> InputOf<T>(RecordedCase recorded, string name, Shape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Tensor<float>.Wrap(recorded.Inputs[name], shape).Cast<T>();
}
