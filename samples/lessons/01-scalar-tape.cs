#!/usr/bin/env dotnet
#:project ../LessonKit/LessonKit.csproj
#:property PublishAot=false

using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Samples.LessonKit;
using NormNet.Tensors;

double[] yourGradientOfX = [];        // task 1: ∂ℓ/∂x
double[] yourGradientOfW = [];        // task 2: ∂ℓ/∂w

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

lesson.Task("∂ℓ/∂x = 2·(x·w)·w at x = 2, w = 3", yourGradientOfX, solution: [36], x.Gradient!.Item());
lesson.Task("∂ℓ/∂w = 2·(x·w)·x there", yourGradientOfW, solution: [24], w.Gradient!.Item());
return lesson.End(trace);
