// One training step, from nothing: what a program pays before it learns. The argument is the number of threads.
using System.Diagnostics;
using System.Globalization;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<float>;

const int Batch = 64, Pixels = 784, Classes = 10;

Workers.Count = int.Parse(args[0], CultureInfo.InvariantCulture);
var model = Sequential(
    Dense(Pixels, 256), BatchNorm(256), Relu(),
    Dense(256, 128), BatchNorm(128), Relu(),
    Dense(128, Classes));
model.Initialize(new Generator(seed: 1));
var optimizer = new Adam<float>(model.Parameters());

var generator = new Generator(seed: 2);
var inputs = generator.Normal<float>([Batch, Pixels]);
int[] labels = new int[Batch];
for (int i = 0; i < Batch; i++)
    labels[i] = generator.NextInt(Classes);

using (var tape = Tape<float>.Record())
{
    var loss = Losses.CrossEntropy(model.Forward(inputs), IndexTensor.From(labels));
    tape.Backward(loss);
    optimizer.Step();
    optimizer.ZeroGradients();
}

// Two lines, because asking for the memory takes a new process some 10 ms, which are no part of the step.
Console.Out.WriteLine("stepped");
using var process = Process.GetCurrentProcess();
Console.Out.WriteLine((process.PeakWorkingSet64 / 1048576.0).ToString(CultureInfo.InvariantCulture));
