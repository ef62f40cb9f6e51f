#!/usr/bin/env dotnet
#:project ../LessonKit/LessonKit.csproj
#:property PublishAot=false

using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Samples.LessonKit;
using NormNet.Tensors;

double[] yourSecond = [];             // task 1: the second derivative of x⁴ at x = 2
double[] yourThird = [];              // task 2: the third derivative there

var lesson = new Lesson(args, "9. Gradient of a gradient");
Lesson.Say("""
    A backward pass is a computation. Done with operations it can be written on the same tape, as pass 1, and differentiated as well:
    what comes out are second derivatives, with no further code.
    """);

using var tape = Tape<double>.Record(teaching: true);
Variable<double> x = tape.Input(Tensor<double>.Scalar(2), "x");
Variable<double> y = x.Power(4);
Variable<double> first = tape.Gradients(y, [x], record: true)[0];
Variable<double> second = tape.Gradients(first, [x], record: true)[0];
Variable<double> third = tape.Gradients(second, [x], record: true)[0];
Console.WriteLine($"  x⁴ = {y.Value.Item()}, ∂ = {first.Value.Item()}, ∂² = {second.Value.Item()}, ∂³ = {third.Value.Item()} at x = 2");

Lesson.Say("The nodes by the pass that made them:");
foreach (IGrouping<int, Node<double>> pass in tape.Nodes.GroupBy(node => node.Pass))
    Console.WriteLine($"  pass {pass.Key}: {string.Join(", ", pass.Select(node => $"%{node.Id} {node.Operation.Name}"))}");

TapeTrace trace = TapeTrace.Of(tape, first);
Lesson.Say("Backward through pass 1, to ∂²y/∂x²:");
Lesson.ShowBackward(trace);

lesson.Task("∂²(x⁴)/∂x² = 12x² at x = 2", yourSecond, solution: [48], second.Value.Item());
lesson.Task("∂³(x⁴)/∂x³ = 24x there", yourThird, solution: [48], third.Value.Item());
return lesson.End(trace);
