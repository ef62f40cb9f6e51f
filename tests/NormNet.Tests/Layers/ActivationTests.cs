using NormNet.Layers;
using NormNet.Tensors;
using NormNet.Tests.Tensors;
using static NormNet.Layers.Nn<double>;

namespace NormNet.Tests.Layers;

public class ActivationTests
{
    private static readonly Tensor<double> Points = Tensor<double>.From([[-2, -0.5, 0], [0.25, 1, 3]]);

    public static TheoryData<Layer<double>, string> Layers => new()
    {
        { LeakyRelu(0.2), "LeakyRelu(0.2)" },
        { PRelu(3, slope: 0.5), "PRelu(3, 0.5)" },
        { Elu(1.5), "Elu(1.5)" },
        { Gelu(), "Gelu" },
        { Gelu(approximate: true), "Gelu(approximate)" },
        { Silu(), "Silu" },
        { Softplus(), "Softplus" },
        { Mish(), "Mish" },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_clone_has_the_same_settings_and_gives_the_same_numbers(Layer<double> layer, string text)
    {
        Layer<double> clone = layer.Clone();
        clone.ToString().ShouldBe(text);
        clone.Forward(Points).Value.ToDoubles().ShouldBe(layer.Forward(Points).Value.ToDoubles());
    }

    [Fact]
    public void The_approximate_gelu_stays_within_5e_4_of_the_exact_one()
    {
        Tensor<double> x = Tensor<double>.Linspace(-8, 8, 2001);
        double distance = (Gelu().Forward(x) - Gelu(approximate: true).Forward(x)).Value.Abs().Max().Item();
        distance.ShouldBeInRange(4e-4, 5e-4);
    }

    [Fact]
    public void A_learned_slope_is_kept_as_weight_and_starts_as_told()
    {
        PRelu<double> layer = PRelu(3, slope: 0.5);
        layer.Weight.Value.AsWritableSpan().Fill(7);
        layer.Initialize(new Generator(seed: 1));
        layer.Weight.Value.ToDoubles().ShouldBe([0.5, 0.5, 0.5]);
        layer.StateDict().Keys.ShouldBe(["weight"]);
    }

    [Fact]
    public void Each_channel_has_its_own_slope()
    {
        PRelu<double> layer = PRelu(2);
        layer.Weight.Value.CopyFrom(Tensor<double>.From([2, 3]));
        layer.Forward(Tensor<double>.Full([1, 2, 2, 1], -1)).Value.ToDoubles().ShouldBe([-2, -2, -3, -3]);
    }

    [Fact]
    public void What_has_no_meaning_is_refused()
    {
        string channels = Should.Throw<ArgumentException>(() => PRelu(2).Forward(Points)).Message;
        channels.ShouldContain("2 channels");
        channels.ShouldContain("(2, 3)");
        Should.Throw<ArgumentException>(() => PRelu(3).Forward(Tensor<double>.Ones([3])));
        Should.Throw<ArgumentOutOfRangeException>(() => PRelu(0));
        Should.Throw<ArgumentOutOfRangeException>(() => PRelu(1, double.NaN)).Message.ShouldContain("PRelu");
        Should.Throw<ArgumentOutOfRangeException>(() => LeakyRelu(double.PositiveInfinity)).Message.ShouldContain("LeakyRelu");
        Should.Throw<ArgumentOutOfRangeException>(() => Elu(double.NaN)).Message.ShouldContain("Elu");
    }
}
