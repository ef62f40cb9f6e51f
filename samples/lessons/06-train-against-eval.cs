#!/usr/bin/env dotnet
#:project ../LessonKit/LessonKit.csproj
#:property PublishAot=false

using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Layers;
using NormNet.Samples.LessonKit;
using NormNet.Tensors;

double[] yourRunningMean = [];        // task 1: after one batch (1, 3, 5, 7), momentum 0.1, from 0
double[] yourRunningVariance = [];    // task 2: the same for the unbiased variance, from 1

var lesson = new Lesson(args, "6. Train against eval");
Lesson.Say("""
    In training a sample's output depends on the rest of its batch. At test time there may be no batch, and the answer for one sample must
    not depend on its neighbours: so one fixed mean and variance, estimated in training by moving averages, take the place of the batch's.
    """);

var norm = new BatchNorm<double>(1);
Tensor<double> batch = Tensor<double>.From([[1], [3], [5], [7]]);
norm.Forward(batch);
double meanAfterOne = norm.Buffers()[0].Value.Item(), varianceAfterOne = norm.Buffers()[1].Value.Item();
Lesson.Say("After one batch of (1, 3, 5, 7):");
Lesson.Show("running mean", norm.Buffers()[0].Value);
Lesson.Show("running variance", norm.Buffers()[1].Value);

for (int i = 1; i < 200; i++)
    norm.Forward(batch);
Lesson.Say("After 200 such batches they are the batch's own (the variance divided by m − 1):");
Lesson.Show("running mean", norm.Buffers()[0].Value);
Lesson.Show("running variance", norm.Buffers()[1].Value);

Lesson.Say("The same sample 7, in training in two batches, and in evaluation:");
Lesson.Show("train, batch (1, 3, 5, 7)", norm.Forward(batch).Value);
Lesson.Show("train, batch (7, 9, 9, 9)", norm.Forward(Tensor<double>.From([[7], [9], [9], [9]])).Value);
norm.Eval();
Lesson.Show("eval, alone", norm.Forward(Tensor<double>.From([[7]])).Value);
Lesson.Show("eval, batch (7, 9, 9, 9)", norm.Forward(Tensor<double>.From([[7], [9], [9], [9]])).Value);

using var tape = Tape<double>.Record(teaching: true);
Variable<double> x = tape.Input(batch, "x");
TapeTrace trace = TapeTrace.Of(tape, norm.Forward(x), Tensor<double>.From([[1], [0], [0], [0]]));
Lesson.Say("In evaluation y is an affine function of x, and a gradient stays with its own sample: ∂ℓ/∂x = γ · ∂ℓ/∂y / √(σ² + ε).");
Lesson.Show("∂ℓ/∂x", x.Gradient!);

lesson.Task("running mean after one batch of mean 4: 0.9 · 0 + 0.1 · 4", yourRunningMean, solution: [0.4], meanAfterOne);
lesson.Task("running variance after it: 0.9 · 1 + 0.1 · 20/3", yourRunningVariance, solution: [1.56667], varianceAfterOne);
return lesson.End(trace);
