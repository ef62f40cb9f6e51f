using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;
using NormNet.Tests.Tensors;

namespace NormNet.Tests.Autograd;

/// <summary>
/// Values and derivatives from −1000 to 1000 against numbers of 60 digits, which <c>recorded/smooth_functions.py</c> made.
/// </summary>
public abstract class SmoothFunctionTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Dictionary<string, (Func<Variable<T>, Variable<T>> Function, double Units)> Functions = new()
    {
        // The units count the roundings: a function that multiplies x by a gate of its own has one elementary function, a quotient and two
        // products; in the tails of gelu by tanh the exponent 2·√(2/π)·(x + 0.044715x³) reaches hundreds, and so does its rounding.
        ["erf"] = (x => x.Erf(), 6),
        ["gelu"] = (x => x.Gelu(), 12),
        ["gelu_tanh"] = (x => x.Gelu(approximate: true), 12),
        ["silu"] = (x => x.Silu(), 8),
        ["softplus"] = (x => x.Softplus(), 8),
        ["mish"] = (x => x.Mish(), 12),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_slopes_keep_their_digits_far_out(string name)
    {
        Curves recorded = Recorded.Read<Curves>("Autograd/recorded/smooth_functions.json");
        Curve curve = recorded[name];
        (Func<Variable<T>, Variable<T>> function, double units) = Functions[name];

        using var tape = Tape<T>.Record();
        Variable<T> x = tape.Input(Tensor<T>.From(recorded.X)), y = function(x);
        tape.Backward(y.Sum());

        for (int i = 0; i < recorded.X.Length; i++)
        {
            double at = recorded.X[i];
            Check($"{name}({at})", y.Value.ToDoubles()[i], curve.Value[i], 0, units * Amplification(name, at));

            // The slope of x · gate(x) is gate + x · gate′, which cancel near the minimum: the gate is the larger term.
            double gate = at == 0 || name == "erf" ? 0 : Math.Min(Math.Abs(curve.Value[i] / at), 1);
            Check($"{name}′({at})", x.Gradient!.ToDoubles()[i], curve.Slope[i], gate, 2 * units * Amplification(name, at));
        }
    }

    [Theory]
    [InlineData("gelu")]
    [InlineData("gelu_tanh")]
    [InlineData("silu")]
    [InlineData("mish")]
    [InlineData("softplus")]
    public void At_infinity_the_limits_are_met(string name)
    {
        using var tape = Tape<T>.Record();
        Variable<T> x = tape.Input(Tensor<T>.From([double.NegativeInfinity, double.PositiveInfinity, double.NaN]));
        Variable<T> y = Functions[name].Function(x);
        tape.Backward(y.Sum());
        y.Value.ToDoubles().ShouldBe([0, double.PositiveInfinity, double.NaN]);
        x.Gradient!.ToDoubles().ShouldBe([0, 1, double.NaN]);
    }

    /// <summary>How much an exponent's own rounding weighs: that of gelu by tanh is a polynomial of x.</summary>
    private static double Amplification(string name, double x) =>
        name == "gelu_tanh" && x < 0 ? 1 + Math.Min(1.6 * Math.Abs(x) * (1 + (0.045 * x * x)), 800) : 1;

    private static void Check(string what, double actual, double expected, double largestTerm, double units)
    {
        // In the subnormal range a factor is rounded to the format's smallest steps before it is multiplied by |x| ≤ 1000.
        double bound = (units * Tolerance.Spacing<T>(Math.Max(Math.Abs(expected), largestTerm))) + (1000 * Tolerance.Spacing<T>(0));
        if (!(Math.Abs(actual - expected) <= bound))
            Assert.Fail($"{what} = {actual:R} instead of {expected:R}, {bound:R} allowed");
    }

    private sealed record Curve(double[] Value, double[] Slope);

    private sealed class Curves
    {
        public required double[] X { get; init; }

        [System.Text.Json.Serialization.JsonExtensionData]
        public Dictionary<string, System.Text.Json.JsonElement> Others { get; init; } = [];

        public Curve this[string name]
        {
            get
            {
                double[] Numbers(string field) => [.. Others[name].GetProperty(field).EnumerateArray().Select(number => number.GetDouble())];
                return new Curve(Numbers("value"), Numbers("slope"));
            }
        }
    }
}

public sealed class SmoothFunctionTestsSingle : SmoothFunctionTests<float>;

public sealed class SmoothFunctionTestsDouble : SmoothFunctionTests<double>;
