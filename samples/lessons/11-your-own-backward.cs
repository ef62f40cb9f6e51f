#!/usr/bin/env dotnet
#:project ../LessonKit/LessonKit.csproj
#:property PublishAot=false

using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Layers;
using NormNet.Samples.LessonKit;
using NormNet.Tensors;

double[] yourSum = [];                // task 1: the sum of ∂ℓ/∂x over the batch; task 2 is YourBackward, at the end

var lesson = new Lesson(args, "11. Your own backward of Batch Normalization, held against every other");
Lesson.Say("""
    ∂ℓ/∂x, ∂ℓ/∂γ and ∂ℓ/∂β written by hand are compared with the lecture's formulas, the kernel, the tape and finite differences. Where
    they part from them, the comparison says what is missing. This one forgets that μ depends on x too:

      ∂ℓ/∂x = 1/√(σ² + ε) · (g − x̂ · Σ(g·x̂)/m), g = γ · ∂ℓ/∂y
    """);

var batchNorm = new BatchNorm<double>(3);
var random = new Generator(seed: 1);
batchNorm.Weight!.Value.CopyFrom(random.Uniform<double>([3], low: 0.5, high: 2));
Tensor<double> x = random.Normal<double>([8, 3], mean: 12, deviation: 5), upstream = random.Normal<double>([8, 3]);

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
Console.WriteLine($"  {wrong.Verdict}".Replace(". ", ".\n  ", StringComparison.Ordinal));

using var tape = Tape<double>.Record(teaching: true);
Variable<double> input = tape.Input(x, "x");
TapeTrace trace = TapeTrace.Of(tape, batchNorm.Forward(input), upstream);
lesson.Task("Σ ∂ℓ/∂x over the batch, for each feature", yourSum, solution: [0, 0, 0], [.. input.Gradient!.Sum([0]).AsSpan()]);
lesson.Check(
    "the backward with the path through μ, so that all routes agree",
    () => Judged(YourBackward),
    solution: () => Judged((f, u) =>
    {
        Tensor<double> g = u * f.Weight, xhat = f.Normalized;
        return new()
        {
            Input = f.InverseDeviation * (g - f.SumShared(g) / f.Count - xhat * f.SumShared(g * xhat) / f.Count),
            Weight = f.SumToAffine(u * xhat),
            Bias = f.SumToAffine(u),
        };
    }));
return lesson.End(trace);

bool Judged(HandWrittenBackward<double> backward)
{
    Comparison comparison = Compare.Backward("mine", batchNorm, x, upstream, backward);
    if (!comparison.Agrees)
        Console.WriteLine($"  {comparison.Verdict}".Replace(". ", ".\n  ", StringComparison.Ordinal));
    return comparison.Agrees;
}

static LayerGradients<double> YourBackward(ForwardValues<double> f, Tensor<double> upstream) =>
    throw new NotImplementedException();
