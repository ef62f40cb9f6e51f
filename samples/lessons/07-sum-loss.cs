#!/usr/bin/env dotnet
#:project ../LessonKit/LessonKit.csproj
#:property PublishAot=false

using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Layers;
using NormNet.Samples.LessonKit;
using NormNet.Tensors;

double[] yourSum = [];                // task 1: Σ y over four samples of one feature, with γ = 3, β = 2
double[] yourSumOfSquares = [];       // task 2: Σ y² over them, but for ε
double[] yourLosses = [];             // task 3: for each of three losses 1 if it sees the layer, 0 if not

var lesson = new Lesson(args, "7. Why a sum loss says nothing about a normalization");
Lesson.Say("""
    A quick test of a layer is often ℓ = Σ y. For a normalization it is worthless: Σ x̂ is 0 for every input, so ∂ℓ/∂x is 0 too, and a
    backward pass that is wrong, or returns nothing, passes the test. The same holds for Σ y², since Σ x̂² is m.
    """);

Tensor<double> input = Tensor<double>.From([[1], [3], [4], [8]]);
double[] gradientOfSum = GradientBy(y => y.Sum());
double[] gradientOfSquares = GradientBy(y => (y * y).Sum());
double[] gradientOfWeighted = GradientBy(y => (y * Tensor<double>.From([[1], [0], [-1], [2]])).Sum());
Print("Σ y", gradientOfSum);
Print("Σ y²", gradientOfSquares);
Print("Σ c · y, c = (1, 0, −1, 2)", gradientOfWeighted);
Lesson.Say("With Σ y² the gradient is as small as ε makes it. Uneven weights, or a random upstream gradient, see the layer.");

using var tape = Tape<double>.Record(teaching: true);
Variable<double> x = tape.Input(input, "x");
Variable<double> normalized = new BatchNorm<double>(1).Forward(x);
TapeTrace trace = TapeTrace.Of(tape, normalized.Sum());

using IDisposable pause = tape.Pause();
Tensor<double> affine = (normalized.Value * 3) + 2;
Func<Variable<double>, Variable<double>>[] losses = [y => (y * y * y).Sum(), y => (y + 5).Sum(), y => y.Slice(0, 0, 1).Sum()];
lesson.Task("Σ y of y = γ · x̂ + β, γ = 3, β = 2, m = 4", yourSum, solution: [8], affine.Sum().Item());
lesson.Task("Σ y² of it", yourSumOfSquares, solution: [52], (affine * affine).Sum().Item());
lesson.Task("which see the layer, 1 or 0 for each of Σ y³, Σ (y + 5), y₁", yourLosses, solution: [1, 0, 1], [.. losses.Select(Sees)]);
return lesson.End(trace);

double[] GradientBy(Func<Variable<double>, Variable<double>> lossOf)
{
    using var small = Tape<double>.Record();
    Variable<double> leaf = small.Input(input, "x");
    small.Backward(lossOf(new BatchNorm<double>(1).Forward(leaf)));
    return leaf.Gradient!.AsSpan().ToArray();
}

double Sees(Func<Variable<double>, Variable<double>> lossOf) => GradientBy(lossOf).Max(Math.Abs) > 1e-3 ? 1 : 0;

static void Print(string loss, double[] gradient)
{
    double largest = gradient.Max(Math.Abs);
    string size = largest < 1e-12 ? "≈0" : largest < 1e-4 ? "below 1e-4" : TraceText.Number(largest);
    Console.WriteLine($"  ℓ = {loss}: largest |∂ℓ/∂x| {size}");
}
