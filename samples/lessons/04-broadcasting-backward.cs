#!/usr/bin/env dotnet
#:project ../LessonKit/LessonKit.csproj
#:property PublishAot=false

using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Samples.LessonKit;
using NormNet.Tensors;

double[] yourBias = [];               // task 1: ∂ℓ/∂bias, three numbers, for ∂ℓ/∂y = ((2, 0, 1), (0, 1, 0))
double[] yourScale = [];              // task 2: ∂ℓ/∂scale, two numbers, for the same ∂ℓ/∂y

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
Lesson.Say("So ∂ℓ/∂bias is Σ scale · ∂ℓ/∂y over both rows, and ∂ℓ/∂scale is Σ (x + bias) · ∂ℓ/∂y along each row.");

bias.Gradient = scale.Gradient = null;
tape.Backward(y, Tensor<double>.From([[2, 0, 1], [0, 1, 0]]));
lesson.Task("∂ℓ/∂bias for ∂ℓ/∂y = ((2, 0, 1), (0, 1, 0))", yourBias, solution: [2, 2, 1], bias.Gradient!.AsSpan().ToArray());
lesson.Task("∂ℓ/∂scale for the same ∂ℓ/∂y", yourScale, solution: [55, 25], scale.Gradient!.AsSpan().ToArray());
return lesson.End(trace);
