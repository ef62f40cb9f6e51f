using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Tests.Autograd;

/// <summary>y = x², elementwise; ∂ℓ/∂x = 2x · ∂ℓ/∂y: an operation in an assembly of the user's.</summary>
public sealed class Square<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override string Formula => "y = x²";

    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Square();

    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) => 2.0 * node.Inputs[0] * upstream;
}

/// <summary>The same with the factor forgotten.</summary>
public sealed class WrongSquare<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override string Formula => "y = x²";

    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Square();

    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) => node.Inputs[0] * upstream;
}

public sealed class UserOperationTests
{
    [Fact]
    public void It_is_recorded_named_and_differentiated_twice()
    {
        GradientReport report = GradientCheck.Run(new Square<double>().Apply, new Generator(1).Normal<double>([3, 4]), order: 2);

        report.Passed.ShouldBeTrue(report.ToString());
        report.Entries[0].Operation.ShouldBe("Square");
    }

    [Fact]
    public void The_gradient_check_catches_a_wrong_backward_and_says_where()
    {
        GradientReport report = GradientCheck.Run(new WrongSquare<double>().Apply, Tensor<double>.From([1, 0.5, 3]), order: 1);

        report.Passed.ShouldBeFalse();
        GradientReportEntry entry = report.Entries.Single();
        (entry.Operation, entry.Input).ShouldBe(("WrongSquare", 0));
        entry.Expected.ShouldBe(2 * entry.Got, tolerance: 1e-6);
        report.ToString().ShouldContain("FAIL");
    }

    [Fact]
    public void The_gradient_check_warns_where_the_gradient_is_zero()
    {
        // The outputs of a softmax add up to 1 whatever the input: their sum has no gradient, right or wrong.
        GradientReport report = GradientCheck.Run(x => x.Softmax().Sum(), new Generator(1).Normal<double>([3, 4]));

        report.IsVacuous.ShouldBeTrue();
        report.ToString().ShouldContain("proves nothing");
    }

    [Fact]
    public void Above_the_limit_random_directions_are_checked()
    {
        Tensor<double> input = new Generator(1).Normal<double>([GradientCheck.EveryElementLimit + 1]);

        GradientCheck.Run(x => x.Tanh(), input).Entries.Single().IsByDirection.ShouldBeTrue();
        GradientCheck.Run(x => x.Tanh(), input).Passed.ShouldBeTrue();
        GradientCheck.Run(new WrongSquare<double>().Apply, input).Passed.ShouldBeFalse();
    }
}
