#!/usr/bin/env dotnet
#:project ../LessonKit/LessonKit.csproj
#:property PublishAot=false

using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Layers;
using NormNet.Samples.LessonKit;
using NormNet.Tensors;

double[] yourSum = [];                // task 1: the sum of ∂ℓ/∂x over the batch, for the right backward

var lesson = new Lesson(args, "11. Your own backward of Batch Normalization, held against every other");
Lesson.Say("""
    Write ∂ℓ/∂x, ∂ℓ/∂γ and ∂ℓ/∂β by hand, and have them compared with the lecture's formulas, the kernel, the tape and finite
    differences. Where yours parts from them, the comparison says what is missing.
    """);

var batchNorm = new BatchNorm<double>(3);
var random = new Generator(seed: 1);
batchNorm.Weight!.Value.CopyFrom(random.Uniform<double>([3], low: 0.5, high: 2));
Tensor<double> x = random.Normal<double>([8, 3], mean: 12, deviation: 5), upstream = random.Normal<double>([8, 3]);

Comparison right = Compare.Backward("mine", batchNorm, x, upstream, (f, u) =>
{
    Tensor<double> g = u * f.Weight, xhat = f.Normalized;
    return new()
    {
        Input = f.InverseDeviation * (g - f.SumShared(g) / f.Count - xhat * f.SumShared(g * xhat) / f.Count),
        Weight = f.SumToAffine(u * xhat),
        Bias = f.SumToAffine(u),
    };
});
Comparison wrong = Compare.Backward("mine", batchNorm, x, upstream, (f, u) =>
{
    Tensor<double> g = u * f.Weight, xhat = f.Normalized;
    return new()
    {
        Input = f.InverseDeviation * (g - xhat * f.SumShared(g * xhat) / f.Count),
        Weight = f.SumToAffine(u * xhat),
        Bias = f.SumToAffine(u),
    };
});
Lesson.Say($"invStd · (g − Σg/m − x̂ · Σ(g·x̂)/m): {(right.Agrees ? "agrees with all routes" : "differs")}");
Lesson.Say($"invStd · (g − x̂ · Σ(g·x̂)/m): {(wrong.Agrees ? "agrees" : "differs, as it should: the path through the mean is missing")}");

using var tape = Tape<double>.Record(teaching: true);
Variable<double> input = tape.Input(x, "x");
TapeTrace trace = TapeTrace.Of(tape, batchNorm.Forward(input), upstream);
lesson.Task("Σ ∂ℓ/∂x over the batch, for each feature", yourSum, solution: [0, 0, 0], [.. input.Gradient!.Sum([0]).AsSpan()]);
lesson.Check("the comparison accepts the right backward and refuses the wrong one", right.Agrees && !wrong.Agrees);
return lesson.End(trace);
