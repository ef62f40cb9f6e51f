#!/usr/bin/env dotnet
#:project ../LessonKit/LessonKit.csproj
#:property PublishAot=false

using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Layers;
using NormNet.Samples.LessonKit;
using NormNet.Tensors;

double[] yourRunningMean = [];        // task 1: after two batches (1, 3, 5, 7)
double[] yourRunningVariance = [];    // task 2: the running variance then

var lesson = new Lesson(args, "6. Train against eval");
Lesson.Say("""
    In training a sample's output depends on the rest of its batch. At test time there may be no batch, and the answer for one sample must
    not depend on its neighbours: so one fixed mean and variance, estimated in training by moving averages, take the place of the batch's.
    """);

var norm = new BatchNorm<double>(1);
Tensor<double> batch = Tensor<double>.From([[1], [3], [5], [7]]);
norm.Forward(batch);
Lesson.Say("""
    After one batch of (1, 3, 5, 7), whose mean is 4 and whose variance is 20/3 (divided by m − 1, as the running one is): nine tenths of
    what was there, 0 and 1 at the start, and a tenth (the momentum) of the batch's.
    """);
Lesson.Show("running mean", norm.Buffers()[0].Value);
Lesson.Show("running variance", norm.Buffers()[1].Value);

norm.Forward(batch);
double meanAfterTwo = norm.Buffers()[0].Value.Item(), varianceAfterTwo = norm.Buffers()[1].Value.Item();
for (int i = 2; i < 200; i++)
    norm.Forward(batch);
Lesson.Say("After 200 such batches they are the batch's own:");
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

lesson.Task("the running mean after the second batch of (1, 3, 5, 7)", yourRunningMean, solution: [0.76], meanAfterTwo);
lesson.Task("the running variance after it", yourRunningVariance, solution: [2.07667], varianceAfterTwo);
return lesson.End(trace);
