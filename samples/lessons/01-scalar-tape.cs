#!/usr/bin/env dotnet
#:project ../LessonKit/LessonKit.csproj
#:property PublishAot=false

using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Samples.LessonKit;
using NormNet.Tensors;

double[] yourGradientOfX = [];        // task 1: ∂ℓ/∂x at x = −1, w = 5
double[] yourGradientOfW = [];        // task 2: ∂ℓ/∂w there

var lesson = new Lesson(args, "1. A scalar tape");
Lesson.Say("""
    A tape is a list. Every operation is written down with its inputs and its result, in the order in which it is done.
    Read from the front it is the computation; read from the back it is the chain rule.
    """);

using var tape = Tape<double>.Record(teaching: true);
Variable<double> x = tape.Input(Tensor<double>.Scalar(2), "x"), w = tape.Input(Tensor<double>.Scalar(3), "w");
Variable<double> product = x * w;
Variable<double> loss = product * product;

Lesson.Say("ℓ = (x · w)², x = 2, w = 3. The tape has two nodes:");
foreach (Node<double> node in tape.Nodes)
    Console.WriteLine($"  {node}    {node.Operation.Formula}");

Lesson.Say("""
    The upstream gradient of ℓ is ∂ℓ/∂ℓ = 1. Each node, from the last to the first, multiplies what comes from upstream by its own
    derivative and passes it on to its inputs:
    """);
TapeTrace trace = TapeTrace.Of(tape, loss);
Lesson.ShowBackward(trace);

using IDisposable pause = tape.Pause();
using var other = Tape<double>.Record();
Variable<double> x2 = other.Input(Tensor<double>.Scalar(-1), "x"), w2 = other.Input(Tensor<double>.Scalar(5), "w");
other.Backward((x2 * w2) * (x2 * w2));
lesson.Task("∂ℓ/∂x of the same ℓ at x = −1, w = 5", yourGradientOfX, solution: [-50], x2.Gradient!.Item());
lesson.Task("∂ℓ/∂w there", yourGradientOfW, solution: [10], w2.Gradient!.Item());
return lesson.End(trace);
