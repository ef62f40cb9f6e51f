using System.Globalization;
using NormNet.Autograd;
using NormNet.Tensors;
using NormNet.Tests.Tensors;

namespace NormNet.Tests.Autograd;

/// <summary>Where a function has no derivative, the gradient is PyTorch's; <c>recorded/kinks.py</c> made the numbers.</summary>
public sealed class KinkTests
{
    private static readonly Dictionary<string, Func<Variable<double>, Variable<double>>> Functions = new()
    {
        ["abs"] = x => x.Abs(),
        ["sign"] = x => x.Sign() + (0.0 * x),
        ["clamp"] = x => x.Clamp(-1, 1),
        ["minimum"] = x => x.Minimum(Tensor<double>.Ones([3])),
        ["min"] = x => x.Min(),
        ["leaky_relu"] = x => x.LeakyRelu(0.1),
        ["elu"] = x => x.Elu(1.5),
        ["softplus"] = x => x.Softplus(),
        ["where"] = x => Variable<double>.Where(x.Value.Greater(0), x.Log(), Tensor<double>.From([7])),
        ["logsumexp of -inf"] = x => x.LogSumExp(),
        ["logsumexp of nothing else"] = x => x.LogSumExp(),
        ["logsumexp of inf"] = x => x.LogSumExp(),
        ["logsumexp of thousands"] = x => x.LogSumExp(),
        ["norm at 0"] = x => x.Norm(),
        ["norm of one number"] = x => x.Norm(),
        ["norm 1"] = x => x.Norm(1),
        ["norm 3"] = x => x.Norm(3),
        ["norm 3 at 0"] = x => x.Norm(3),
        ["norm inf"] = x => x.Norm(double.PositiveInfinity),
        ["norm inf at 0"] = x => x.Norm(double.PositiveInfinity),
        ["variance of one"] = x => x.Variance(),
        ["slope of prelu"] = a => new Variable<double>(Tensor<double>.From([0, -2, 3])).LeakyRelu(a),
    };

    private static readonly Dictionary<string, Dictionary<string, string[]>> All =
        Recorded.Read<Dictionary<string, Dictionary<string, string[]>>>("Autograd/recorded/kinks.json");

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_gradients_are_those_of_PyTorch(string name)
    {
        double[] Numbers(string field) => [.. All[name][field].Select(Parse)];

        using var tape = Tape<double>.Record();
        Variable<double> x = tape.Input(Tensor<double>.From(Numbers("x"))), y = Functions[name](x);
        Tensor<double> upstream = Tensor<double>.Arange(1, y.Shape.Count + 1).Reshape(y.Shape);
        tape.Backward(y, upstream);

        ShouldAgree(y.Value.ToDoubles(), Numbers("y"));
        ShouldAgree(x.Gradient!.ToDoubles(), Numbers("gradient"));
    }

    [Fact]
    public void Every_recorded_kink_is_checked() => All.Keys.ShouldBe(Functions.Keys, ignoreOrder: true);

    [Fact]
    public void At_0_a_norms_second_derivative_is_a_number_where_PyTorchs_is_not()
    {
        using var tape = Tape<double>.Record();
        Variable<double> x = tape.Input(Tensor<double>.Zeros([2]));
        Variable<double> first = tape.Gradients(x.Norm(), [x], Tensor<double>.Scalar(1), record: true)[0];
        tape.Gradients(first.Sum(), [x], Tensor<double>.Scalar(1))[0].Value.ToDoubles().ShouldBe([0, 0]);
    }

    [Fact]
    public void What_where_does_not_choose_has_no_influence()
    {
        using var tape = Tape<double>.Record();
        Variable<double> x = tape.Input(Tensor<double>.From([0, 4]));
        Variable<double> y = Variable<double>.Where(x.Value.Greater(0), x, Tensor<double>.From([double.NaN, double.NaN]));
        Variable<double> safe = Variable<double>.Where(x.Value.Equal(0), Tensor<double>.Scalar(5), x);
        y.Value.ToDoubles().ShouldBe([double.NaN, 4]);
        tape.Backward(safe, Tensor<double>.From([double.PositiveInfinity, 1]));
        x.Gradient!.ToDoubles().ShouldBe([0, 1]);
    }

    private static void ShouldAgree(double[] actual, double[] expected)
    {
        actual.Length.ShouldBe(expected.Length);
        for (int i = 0; i < actual.Length; i++)
        {
            bool agree = actual[i].Equals(expected[i]) || Math.Abs(actual[i] - expected[i]) <= 4 * Tolerance.Spacing<double>(expected[i]);
            agree.ShouldBeTrue($"{actual[i]:R} instead of {expected[i]:R} at {i}");
        }
    }

    private static double Parse(string text) => text switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" => double.NaN,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
