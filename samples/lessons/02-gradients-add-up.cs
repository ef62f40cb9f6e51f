#!/usr/bin/env dotnet
#:project ../LessonKit/LessonKit.csproj
#:property PublishAot=false

using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Samples.LessonKit;
using NormNet.Tensors;

double[] yourGradient = [];           // task 1: the two elements of ∂ℓ/∂a for ℓ = Σ a·b + a·c + a·a
double[] yourCount = [];              // task 2: how many contributions meet at a there

var lesson = new Lesson(args, "2. Why gradients add up");
Lesson.Say("""
    A variable that is used twice moves the loss in two ways. To first order the two effects add, so its gradient is the sum of what
    each use contributes: before += contribution → after.
    """);

using var tape = Tape<double>.Record(teaching: true);
Variable<double> a = tape.Input(Tensor<double>.From([1, 2]), "a");
Variable<double> b = tape.Input(Tensor<double>.From([3, 5]), "b"), c = tape.Input(Tensor<double>.From([10, 20]), "c");
Variable<double> loss = ((a * b) + (a * c)).Sum();

TapeTrace trace = TapeTrace.Of(tape, loss);
TraceStep meeting = trace.Steps.Single(step => step.IsMeeting);
Lesson.Say("ℓ = Σ a·b + a·c. Two contributions meet at a, and this is where:");
Console.WriteLine(TraceText.Describe(meeting with { Node = meeting.Node with { Source = null } }));

Lesson.Say($"The first came from a·c, since the tape is read from its end; the second, of node %{meeting.Node.Id}, from a·b.");

using IDisposable pause = tape.Pause();
using var other = Tape<double>.Record();
Variable<double> a2 = other.Input(a.Value, "a");
var contributions = TapeTrace.Of(other, ((a2 * b.Value) + (a2 * c.Value) + (a2 * a2)).Sum()).Steps
    .SelectMany(step => step.Contributions).Where(contribution => contribution.Variable.Name == "a").ToList();
lesson.Task("∂ℓ/∂a of ℓ = Σ a·b + a·c + a·a, same a, b, c", yourGradient, solution: [15, 29], a2.Gradient!.AsSpan().ToArray());
lesson.Task("how many contributions are added up for it", yourCount, solution: [4], contributions.Count);
return lesson.End(trace);
