#!/usr/bin/env dotnet
#:project ../LessonKit/LessonKit.csproj
#:property PublishAot=false

using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Layers;
using NormNet.Samples.LessonKit;
using NormNet.Tensors;

double[] yourSum = [];                // task 1: Σ x̂ over a batch, whatever the batch
double[] yourSumOfSquares = [];       // task 2: Σ x̂² over four samples of one feature, but for ε

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
lesson.Task("Σ x̂", yourSum, solution: [0], normalized.Value.Sum().Item());
lesson.Task("Σ x̂², m = 4", yourSumOfSquares, solution: [4], (normalized.Value * normalized.Value).Sum().Item());
lesson.Check("the sum loss cannot see the layer and the weighted one can", gradientOfSum.Max(Math.Abs) < 1e-12 && gradientOfWeighted.Max(Math.Abs) > 0.1);
return lesson.End(trace);

double[] GradientBy(Func<Variable<double>, Variable<double>> lossOf)
{
    using var small = Tape<double>.Record();
    Variable<double> leaf = small.Input(input, "x");
    small.Backward(lossOf(new BatchNorm<double>(1).Forward(leaf)));
    return leaf.Gradient!.AsSpan().ToArray();
}

static void Print(string loss, double[] gradient)
{
    double largest = gradient.Max(Math.Abs);
    Console.WriteLine($"  ℓ = {loss}: largest |∂ℓ/∂x| {(largest < 1e-12 ? "≈0" : largest < 1e-4 ? "below 1e-4" : TraceText.Number(largest))}");
}
