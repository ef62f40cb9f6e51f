using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using NormNet.Tests.Tensors;

namespace NormNet.Tests.Layers;

/// <summary>What all layers beside the plan and its kernel owe: right gradients, no state but parameters, no dependence on mode or batch.</summary>
public sealed class NormalizationKinTests
{
    public static TheoryData<string, int[]> Cases => new()
    {
        { "LocalResponseNorm(4, alpha: 0.5)", [3, 6, 2, 3] },
        { "LocalResponseNorm(3, alpha: 0.5, beta: 1.5, k: 2)", [2, 4, 5] },
        { "LocalResponseNorm(2, alpha: 0.5, extraAfter: true)", [2, 1, 2, 2, 2] },
        { "FilterResponseNorm(3)", [2, 3, 2, 3] },
        { "FilterResponseNorm(3, bias: false)", [4, 3, 5] },
        { "FilterResponseNorm(3, weight: false, learnsEpsilon: true)", [4, 3, 5] },
        { "FilterResponseNorm(3, learnsEpsilon: true)", [4, 3] },
        { "ThresholdedLinearUnit(3)", [4, 3, 5] },
        { "GlobalResponseNorm(3)", [2, 3, 2, 3] },
        { "GlobalResponseNorm(3, epsilon: 0.1)", [4, 3] },
        { "ScaleNorm(5)", [3, 2, 5] },
        { "ScaleNorm(2, 3, epsilon: 0.001)", [4, 2, 3] },
        { "DynamicTanh(3)", [4, 3, 2, 2] },
        { "DynamicTanh(3, alpha: 0.8, axis: -1)", [2, 4, 3] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_of_both_orders_are_those_of_finite_differences_in_either_mode(string text, int[] extents)
    {
        foreach (bool training in (bool[])[true, false])
        {
            Layer<double> layer = Make<double>(text);
            if (!training)
                layer.Eval();
            GradientReport report = layer.CheckGradients(new Generator(seed: 3).Normal<double>(Shape.Of(extents), mean: 0.2));
            report.Passed.ShouldBeTrue(report.ToString());
            report.IsVacuous.ShouldBeFalse();
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Float_gives_the_rounded_numbers_of_double(string text, int[] extents)
    {
        (double[] y, double[] dx) = Run<double>(text, extents);
        (double[] yFloat, double[] dxFloat) = Run<float>(text, extents);
        Near(yFloat, y);
        Near(dxFloat, dx);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Samples_are_alone_and_modes_alike(string text, int[] extents)
    {
        Layer<double> layer = Make<double>(text);
        Tensor<double> x = new Generator(seed: 3).Normal<double>(Shape.Of(extents));
        double[] together = layer.Forward(x).Value.ToDoubles();
        layer.Forward(new Variable<double>(x).Slice(0, 1, 1)).Value.ToDoubles().ShouldBe(together[(x.Count / extents[0])..(2 * x.Count / extents[0])]);
        layer.Eval();
        layer.Forward(x).Value.ToDoubles().ShouldBe(together);
        layer.Buffers().ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Text_copies_and_first_numbers(string text, int[] extents)
    {
        Layer<double> layer = Make<double>(text), copy = layer.Clone();
        Tensor<double> x = new Generator(seed: 3).Normal<double>(Shape.Of(extents));
        layer.ToString().ShouldBe(text);
        copy.ToString().ShouldBe(text);
        copy.Forward(x).Value.ToDoubles().ShouldBe(layer.Forward(x).Value.ToDoubles());
        layer.Summary(Shape.Of(extents)).Rows.Single().OutputShape.ShouldBe(Shape.Of(extents));

        foreach (Parameter<double> parameter in layer.Parameters())
            parameter.Value.AsWritableSpan().Fill(7);
        copy.Parameters().ShouldAllBe(parameter => !parameter.Value.ToDoubles().Contains(7));
        layer.Initialize(new Generator(seed: 9));
        layer.StateDict().Values.SelectMany(tensor => tensor.Bytes.ToArray())
            .ShouldBe(Made<double>(text).StateDict().Values.SelectMany(tensor => tensor.Bytes.ToArray()));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Weight_decay_leaves_them_alone(string text, int[] extents)
    {
        Layer<double> layer = Make<double>(text);
        layer.IsNormalization.ShouldBeTrue();
        ParameterGroup<double>.SplitForDecay(layer).ShouldAllBe(group => group.WeightDecay == 0 && group.Parameters.Count == layer.Parameters().Count);
        extents.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("LocalResponseNorm(4, alpha: 0.5)", 3, 6)]
    [InlineData("FilterResponseNorm(3)", 2, 4, 5)]
    [InlineData("FilterResponseNorm(3, learnsEpsilon: true)", 3)]
    [InlineData("ThresholdedLinearUnit(3)", 4, 1)]
    [InlineData("GlobalResponseNorm(3)", 3, 1)]
    [InlineData("GlobalResponseNorm(3)", 3)]
    [InlineData("ScaleNorm(5)", 5, 3)]
    [InlineData("ScaleNorm(2, 3, epsilon: 0.001)", 3)]
    [InlineData("DynamicTanh(3)", 3)]
    [InlineData("DynamicTanh(3, alpha: 0.8, axis: -1)", 3, 4)]
    public void An_input_that_does_not_fit_is_refused_with_its_shape(string text, params int[] extents) =>
        Should.Throw<ArgumentException>(() => Make<float>(text).Forward(Tensor<float>.Ones(Shape.Of(extents)))).Message
            .ShouldContain(Shape.Of(extents).ToString());

    [Fact]
    public void Settings_that_are_none_are_refused()
    {
        Action[] attempts =
        [
            () => Nn<float>.LocalResponseNorm(0), () => Nn<float>.LocalResponseNorm(3, alpha: -1), () => Nn<float>.LocalResponseNorm(3, beta: double.NaN),
            () => Nn<float>.LocalResponseNorm(3, k: 0), () => Nn<float>.FilterResponseNorm(0), () => Nn<float>.FilterResponseNorm(2, epsilon: -1),
            () => Nn<float>.ThresholdedLinearUnit(0), () => Nn<float>.GlobalResponseNorm(0), () => Nn<float>.GlobalResponseNorm(2, epsilon: 0),
            () => Nn<float>.ScaleNorm([2], epsilon: double.PositiveInfinity), () => Nn<float>.DynamicTanh(0),
            () => Nn<float>.DynamicTanh(2, alpha: double.NaN),
        ];
        foreach (Action attempt in attempts)
            Should.Throw<ArgumentOutOfRangeException>(attempt);
        Should.Throw<ArgumentException>(() => Nn<float>.ScaleNorm(Shape.Scalar));
    }

    private static (double[] Y, double[] Dx) Run<T>(string text, int[] extents)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Layer<T> layer = Make<T>(text);
        var generator = new Generator(seed: 5);
        using var tape = Tape<T>.Record();
        Variable<T> x = tape.Input(generator.Normal<T>(Shape.Of(extents), mean: 0.2)), y = layer.Forward(x);
        return (y.Value.ToDoubles(), tape.Gradients(y, [x], generator.Normal<T>(y.Shape))[0].Value.ToDoubles());
    }

    private static void Near(double[] got, double[] expected)
    {
        double largest = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
            got[i].ShouldBe(expected[i], Tolerance.Normalization<float>() * (1 + largest));
    }

    /// <summary>The layer with parameters that are all different from their first values.</summary>
    private static Layer<T> Make<T>(string text)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Layer<T> layer = Made<T>(text);
        var generator = new Generator(seed: 2);
        foreach (Parameter<T> parameter in layer.Parameters())
            parameter.Value.CopyFrom(parameter.Value.Add(generator.Uniform<T>(parameter.Shape, 0.1, 0.4)));
        return layer;
    }

    private static Layer<T> Made<T>(string text)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => text switch
        {
            "LocalResponseNorm(4, alpha: 0.5)" => Nn<T>.LocalResponseNorm(4, alpha: 0.5),
            "LocalResponseNorm(3, alpha: 0.5, beta: 1.5, k: 2)" => Nn<T>.LocalResponseNorm(3, 0.5, 1.5, 2),
            "LocalResponseNorm(2, alpha: 0.5, extraAfter: true)" => Nn<T>.LocalResponseNorm(2, 0.5, extraAfter: true),
            "FilterResponseNorm(3)" => Nn<T>.FilterResponseNorm(3),
            "FilterResponseNorm(3, bias: false)" => Nn<T>.FilterResponseNorm(3, bias: false),
            "FilterResponseNorm(3, weight: false, learnsEpsilon: true)" => Nn<T>.FilterResponseNorm(3, learnsEpsilon: true, weight: false),
            "FilterResponseNorm(3, learnsEpsilon: true)" => Nn<T>.FilterResponseNorm(3, learnsEpsilon: true),
            "ThresholdedLinearUnit(3)" => Nn<T>.ThresholdedLinearUnit(3),
            "GlobalResponseNorm(3)" => Nn<T>.GlobalResponseNorm(3),
            "GlobalResponseNorm(3, epsilon: 0.1)" => Nn<T>.GlobalResponseNorm(3, epsilon: 0.1),
            "ScaleNorm(5)" => Nn<T>.ScaleNorm(5),
            "ScaleNorm(2, 3, epsilon: 0.001)" => Nn<T>.ScaleNorm([2, 3], epsilon: 0.001),
            "DynamicTanh(3)" => Nn<T>.DynamicTanh(3),
            "DynamicTanh(3, alpha: 0.8, axis: -1)" => Nn<T>.DynamicTanh(3, alpha: 0.8, axis: -1),
            _ => throw new ArgumentOutOfRangeException(nameof(text), text, "No such case."),
        };
}
