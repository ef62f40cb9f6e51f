#!/usr/bin/env dotnet
#:project ../LessonKit/LessonKit.csproj
#:property PublishAot=false

using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Layers;
using NormNet.Samples.LessonKit;
using NormNet.Tensors;

double[] yourVariance = [];           // task 1: σ² of the batch (2, 6, 8, 16), twice this one, divided by m
double[] yourSumOfGradients = [];     // task 2: Σ ∂ℓ/∂x

const double Epsilon = 1e-5;
var lesson = new Lesson(args, "5. Batch normalization by hand");
Lesson.Say("One feature, a batch of m = 4. Every line of the algorithm is an operation on the tape.");

using var tape = Tape<double>.Record(teaching: true);
Variable<double> x = tape.Input(Tensor<double>.From([[1], [3], [4], [8]]), "x");
Variable<double> gamma = tape.Input(Tensor<double>.From([2]), "γ"), beta = tape.Input(Tensor<double>.From([1]), "β");
Variable<double> mean = Named(x.Mean([0], keepDimensions: true), "μ");
Variable<double> centered = x - mean;
Variable<double> variance = Named((centered * centered).Mean([0], keepDimensions: true), "σ²");
Variable<double> normalized = Named(centered / (variance + Epsilon).Sqrt(), "x̂");
Variable<double> y = Named((gamma * normalized) + beta, "y");
foreach (Variable<double> variable in new[] { mean, variance, normalized, y })
    Lesson.Show(variable.Name!, variable.Value);

Tensor<double> upstream = Tensor<double>.From([[1], [0], [-1], [2]]);
TapeTrace trace = TapeTrace.Of(tape, y, upstream);

Lesson.Say("The six gradients of Ioffe & Szegedy (2015), each by its formula and as the tape has it at that variable:");
double[] g = upstream.AsSpan().ToArray(), values = x.Value.AsSpan().ToArray(), hat = normalized.Value.AsSpan().ToArray();
double mu = mean.Value.Item(), sigma = variance.Value.Item(), invStd = 1 / Math.Sqrt(sigma + Epsilon);
double[] byHat = [.. g.Select(u => u * 2)];
double byVariance = Enumerable.Range(0, 4).Sum(i => byHat[i] * (values[i] - mu) * -0.5 * Math.Pow(sigma + Epsilon, -1.5));
double byMean = (byHat.Sum() * -invStd) + (byVariance * values.Sum(v => -2 * (v - mu)) / 4);
double[] byX = [.. Enumerable.Range(0, 4).Select(i => (byHat[i] * invStd) + (byVariance * 2 * (values[i] - mu) / 4) + (byMean / 4))];
Compare("x̂", "∂ℓ/∂y · γ", byHat);
Compare("σ²", "Σ ∂ℓ/∂x̂ · (x − μ) · (−1/2)(σ² + ε)^(−3/2)", byVariance);
Compare("μ", "Σ ∂ℓ/∂x̂ · −1/√(σ² + ε) + ∂ℓ/∂σ² · Σ −2(x − μ)/m", byMean);
Compare("x", "∂ℓ/∂x̂ · 1/√(σ² + ε) + ∂ℓ/∂σ² · 2(x − μ)/m + ∂ℓ/∂μ · 1/m", byX);
Compare("γ", "Σ ∂ℓ/∂y · x̂", Enumerable.Range(0, 4).Sum(i => g[i] * hat[i]));
Compare("β", "Σ ∂ℓ/∂y", g.Sum());

Lesson.Say("The library's own layer, one fused operation, gives the same ∂ℓ/∂x:");
using (tape.Pause())
{
    using var fused = Tape<double>.Record();
    var layer = new BatchNorm<double>(1, Epsilon);
    layer.Weight!.Value.CopyFrom(gamma.Value);
    layer.Bias!.Value.CopyFrom(beta.Value);
    Variable<double> input = fused.Input(x.Value, "x");
    fused.Backward(layer.Forward(input), upstream);
    Lesson.Show("∂ℓ/∂x", input.Gradient!);
}

Tensor<double> twice = x.Value * 2;
lesson.Task("σ², the biased variance, of (2, 6, 8, 16)", yourVariance, solution: [26], twice.Variance().Item());
lesson.Task("Σ ∂ℓ/∂x: adding the same number to every x changes nothing", yourSumOfGradients, solution: [0], x.Gradient!.Sum().Item());
return lesson.End(trace);

static Variable<double> Named(Variable<double> variable, string name)
{
    variable.Name = name;
    return variable;
}

void Compare(string name, string formula, params double[] byFormula)
{
    double[] byTape = trace.GradientAt(trace.Find(name)!, trace.Steps.Count - 1)!.Values.ToArray();
    bool agree = byFormula.Zip(byTape).All(pair => Math.Abs(pair.First - pair.Second) < 1e-12 * Math.Max(1, Math.Abs(pair.First)));
    Console.WriteLine($"  ∂ℓ/∂{name} = {formula}");
    Console.WriteLine($"      [{string.Join(", ", byTape.Select(TraceText.Number))}] {(agree ? "both ways" : "NOT the same")}");
}
