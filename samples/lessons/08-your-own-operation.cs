#!/usr/bin/env dotnet
#:project ../LessonKit/LessonKit.csproj
#:property PublishAot=false

using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Samples.LessonKit;
using NormNet.Tensors;

double[] yourDerivative = [];         // task 1: the derivative of x⁴ at x = 2; task 2 is Yours, at the end

var lesson = new Lesson(args, "8. Write your own operation and check it");
Lesson.Say("""
    An operation is a formula, a forward and a backward. The backward is written in operations too, so that it can be differentiated
    again. Whether it is right is no matter of trust: finite differences in double say so.
    """);

Tensor<double> input = Tensor<double>.From([-1, 0.5, 2]);
GradientReport right = GradientCheck.Run(x => new Cube().Apply(x), input, order: 2);
GradientReport wrong = GradientCheck.Run(x => new CubeGoneWrong().Apply(x), input, order: 1);
Lesson.Say($"y = x³ with ∂ℓ/∂x = 3x² · ∂ℓ/∂y: {(right.Passed ? "passes, to second order" : "fails")}");
Lesson.Say($"y = x³ with ∂ℓ/∂x = 2x² · ∂ℓ/∂y: {(wrong.Passed ? "passes" : "fails, as it should")}");
Console.WriteLine($"  {wrong.Entries.First(entry => !entry.Agrees)}");

using var tape = Tape<double>.Record(teaching: true);
Variable<double> x = tape.Input(input, "x");
TapeTrace trace = TapeTrace.Of(tape, new Cube().Apply(x).Sum());
Lesson.Say("On the tape it is an operation like any other:");
Lesson.ShowBackward(trace);

using IDisposable pause = tape.Pause();
using var other = Tape<double>.Record();
Variable<double> two = other.Input(Tensor<double>.Scalar(2), "x");
other.Backward(new Solved().Apply(two));
lesson.Task("∂(x⁴)/∂x at x = 2", yourDerivative, solution: [32], two.Gradient!.Item());
lesson.Check("the backward of y = x⁴, so that it passes to second order", () => Passes(new Yours()), solution: () => Passes(new Solved()));
return lesson.End(trace);

bool Passes(Operation<double> operation)
{
    GradientReport report = GradientCheck.Run(v => operation.Apply(v), input, order: 2);
    if (!report.Passed)
        Console.WriteLine($"  {report.Entries.First(entry => !entry.Agrees)}");
    return report.Passed;
}

/// <summary>y = x³; ∂ℓ/∂x = 3x² · ∂ℓ/∂y.</summary>
internal sealed class Cube : Operation<double>
{
    public override string Formula => "y = x³";

    protected override Tensor<double> Forward(Inputs<double> inputs) => inputs[0].Value * inputs[0].Value * inputs[0].Value;

    protected override Variable<double>? Backward(int input, Node<double> node, Variable<double> upstream) =>
        3 * node.Inputs[0] * node.Inputs[0] * upstream;
}

/// <summary>The same with a mistake in the backward.</summary>
internal sealed class CubeGoneWrong : Operation<double>
{
    public override string Formula => "y = x³";

    protected override Tensor<double> Forward(Inputs<double> inputs) => inputs[0].Value * inputs[0].Value * inputs[0].Value;

    protected override Variable<double>? Backward(int input, Node<double> node, Variable<double> upstream) =>
        2 * node.Inputs[0] * node.Inputs[0] * upstream;
}

/// <summary>y = x⁴; the backward is yours to write.</summary>
internal class Yours : Operation<double>
{
    public override string Formula => "y = x⁴";

    protected override Tensor<double> Forward(Inputs<double> inputs)
    {
        Tensor<double> squared = inputs[0].Value * inputs[0].Value;
        return squared * squared;
    }

    protected override Variable<double>? Backward(int input, Node<double> node, Variable<double> upstream) =>
        throw new NotImplementedException();
}

/// <summary>The solution.</summary>
internal sealed class Solved : Yours
{
    protected override Variable<double>? Backward(int input, Node<double> node, Variable<double> upstream) =>
        4 * node.Inputs[0] * node.Inputs[0] * node.Inputs[0] * upstream;
}
