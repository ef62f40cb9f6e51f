using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;
using NormNet.Tests.Tensors;

namespace NormNet.Tests.Layers;

public sealed class WeightNormTests
{
    [Fact]
    public void The_documentations_example_holds()
    {
        Dense<double> dense = Nn<double>.WeightNorm(Nn<double>.Dense(2, 1, bias: false));
        dense.Weight.Value.CopyFrom(Tensor<double>.From([[3, 4]]));
        LengthOf(dense).Value.AsWritableSpan().Fill(10);
        dense.Forward(Tensor<double>.From([[1, 0], [0, 1]])).Value.ToDoubles().ShouldBe([6, 8], tolerance: 1e-14);
    }

    [Fact]
    public void The_effective_weight_starts_as_the_weight_and_g_as_its_length()
    {
        Conv2D<double> convolution = Nn<double>.WeightNorm(Nn<double>.Conv2D(2, 3, kernel: 3));
        convolution.Initialize(new Generator(seed: 3));
        Conv2D<double> plain = Nn<double>.Conv2D(2, 3, kernel: 3);
        plain.Initialize(new Generator(seed: 3));
        LengthOf(convolution).Shape.ShouldBe(Shape.Of(3, 1, 1, 1));
        Tensor<double> x = new Generator(seed: 1).Normal<double>([2, 2, 5, 5]);
        convolution.Forward(x).Value.ToDoubles().ShouldBe(plain.Forward(x).Value.ToDoubles(), tolerance: 1e-13);
    }

    [Fact]
    public void A_trained_layer_keeps_its_function_when_it_is_reparametrized()
    {
        Dense<double> dense = Nn<double>.Dense(3, 2);
        dense.Weight.Value.CopyFrom(Tensor<double>.From([[1, 2, 2], [0, 3, 4]]));
        Nn<double>.WeightNorm(dense).StateDict()["reparametrization.weight_g"].ToTensor<double>().ToDoubles().ShouldBe([3, 5]);
    }

    // Salimans & Kingma 2016, eq. 3: ∇g = ⟨∇w, v⟩/‖v‖, ∇v = g/‖v‖ · ∇w − g·∇g/‖v‖² · v.
    [Fact]
    public void Gradients_are_the_papers_closed_form_and_at_right_angles_to_v()
    {
        var generator = new Generator(seed: 6);
        Tensor<double> x = generator.Normal<double>([7, 4]), upstream = generator.Normal<double>([7, 3]);
        Dense<double> dense = Nn<double>.WeightNorm(Nn<double>.Dense(4, 3, bias: false));
        LengthOf(dense).Value.CopyFrom(Tensor<double>.From([[2], [0.5], [3]]));
        using var tape = Tape<double>.Record();
        tape.Backward((dense.Forward(x) * upstream).Sum());

        Tensor<double> dw = upstream.MatMul(x, transposeA: true), v = dense.Weight.Value, dv = dense.Weight.Gradient!;
        for (int o = 0; o < 3; o++)
        {
            double norm = Math.Sqrt(Inner(v, v, o)), g = LengthOf(dense).Value[o, 0], dg = Inner(dw, v, o) / norm;
            LengthOf(dense).Gradient![o, 0].ShouldBe(dg, 1e-12);
            for (int i = 0; i < 4; i++)
                dv[o, i].ShouldBe((g / norm * dw[o, i]) - (g * dg / (norm * norm) * v[o, i]), 1e-12);
            Inner(dv, v, o).ShouldBe(0, 1e-12);
        }
    }

    [Fact]
    public void An_output_of_zeros_stays_zeros()
    {
        Dense<float> dense = Nn<float>.Dense(3, 2, bias: false);
        dense.Weight.Value.AsWritableSpan().Clear();
        Nn<float>.WeightNorm(dense).Forward(Tensor<float>.Ones([1, 3])).Value.ToDoubles().ShouldBe([0, 0]);
    }

    private static double Inner(Tensor<double> a, Tensor<double> b, int row) => Enumerable.Range(0, 4).Sum(i => a[row, i] * b[row, i]);

    private static Parameter<double> LengthOf(WeightedLayer<double> layer) => ((WeightNorm<double>)layer.Reparametrization!).Length;
}
