#!/usr/bin/env dotnet
#:project ../LessonKit/LessonKit.csproj
#:property PublishAot=false

using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Samples.LessonKit;
using NormNet.Tensors;

double[] yourBias = [];               // task 1: ∂ℓ/∂bias, three numbers
double[] yourScale = [];              // task 2: ∂ℓ/∂scale, two numbers

var lesson = new Lesson(args, "4. Broadcasting backward");
Lesson.Say("""
    A row added to a matrix is used once for each of the matrix's rows. What is used many times collects many contributions: so the
    gradient of a broadcast is a sum over the axes along which it was repeated, and has the small shape again.
    """);

using var tape = Tape<double>.Record(teaching: true);
Variable<double> x = tape.Input(Tensor<double>.From([[1, 2, 3], [4, 5, 6]]), "x");
Variable<double> bias = tape.Input(Tensor<double>.From([10, 20, 30]), "bias"), scale = tape.Input(Tensor<double>.From([[1], [2]]), "scale");
Variable<double> y = (x + bias) * scale;
Lesson.Say($"x {x.Shape} + bias {bias.Shape}, times scale {scale.Shape}, is {y.Shape}.");

Variable<double> upstream = Tensor<double>.From([[1, 1, 0], [0, 1, 1]]);
TapeTrace trace = TapeTrace.Of(tape, y, upstream);
Lesson.ShowBackward(trace);

lesson.Task("∂ℓ/∂bias: over both rows, Σ scale · ∂ℓ/∂y", yourBias, solution: [1, 3, 2], bias.Gradient!.AsSpan().ToArray());
lesson.Task("∂ℓ/∂scale: along each row, Σ (x + bias) · ∂ℓ/∂y", yourScale, solution: [33, 61], scale.Gradient!.AsSpan().ToArray());
return lesson.End(trace);
