using NormNet.Autograd;
using NormNet.Samples.Experiments;
using NormNet.Tensors;

namespace NormNet.Tests.Samples.Experiments;

public class ActivationNoiseTests
{
    private readonly ActivationNoise _noise = new(new Generator(1));
    private readonly Tensor<float> _x = new Generator(2).Normal<float>([2000, 3]);

    [Fact]
    public void A_units_moments_change_from_one_use_to_the_next()
    {
        double[] first = Means(), second = Means();
        first.Zip(second, (a, b) => Math.Abs(a - b)).Max().ShouldBeGreaterThan(0.1);
        first.Concat(second).ShouldAllBe(mean => Math.Abs(mean) < 0.65);
    }

    [Fact]
    public void Held_it_is_the_same_until_it_is_held_anew()
    {
        _noise.IsHeld = true;
        double[] first = Means();
        Means().ShouldBe(first);
        _noise.IsHeld = true;
        Means().ShouldNotBe(first);
    }

    [Fact]
    public void Switched_off_it_leaves_everything_as_it_is()
    {
        _noise.IsOn = false;
        var x = new Variable<float>(_x);
        _noise.Disturb(x).ShouldBeSameAs(x);
    }

    private double[] Means()
    {
        float[] values = _noise.Disturb(_x).Value.AsSpan().ToArray();
        return [.. Enumerable.Range(0, 3).Select(unit => values.Where((_, i) => i % 3 == unit).Average(value => (double)value))];
    }
}
