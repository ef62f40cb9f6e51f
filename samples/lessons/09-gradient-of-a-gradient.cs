#!/usr/bin/env dotnet
#:project ../LessonKit/LessonKit.csproj
#:property PublishAot=false

using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Samples.LessonKit;
using NormNet.Tensors;

double[] yourSecond = [];             // task 1: the second derivative of x⁵ at x = 2
double[] yourMixed = [];              // task 2: ∂²(x² · w³)/∂x∂w at x = 2, w = 3

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
Lesson.Say("Backward through pass 1, to ∂²y/∂x²; c0 is the ∂y/∂y = 1 with which pass 1 began:");
Lesson.ShowBackward(trace);

using IDisposable pause = tape.Pause();
using var other = Tape<double>.Record();
Variable<double> x2 = other.Input(Tensor<double>.Scalar(2), "x"), w = other.Input(Tensor<double>.Scalar(3), "w");
Variable<double> fifth = other.Gradients(x2.Power(5), [x2], record: true)[0];
Variable<double> byX = other.Gradients(x2.Power(2) * w.Power(3), [x2], record: true)[0];
lesson.Task("∂²(x⁵)/∂x² at x = 2", yourSecond, solution: [160], other.Gradients(fifth, [x2])[0].Value.Item());
lesson.Task("∂²(x² · w³)/∂x∂w at x = 2, w = 3", yourMixed, solution: [108], other.Gradients(byX, [w])[0].Value.Item());
return lesson.End(trace);
