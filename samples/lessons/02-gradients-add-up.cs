#!/usr/bin/env dotnet
#:project ../LessonKit/LessonKit.csproj
#:property PublishAot=false

using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Samples.LessonKit;
using NormNet.Tensors;

double[] yourSum = [];                // task 1: the two elements of ∂ℓ/∂a
double[] yourContribution = [];       // task 2: what a · c alone contributes to them

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

TraceContribution second = meeting.Contributions.Single(contribution => contribution.Before is not null);
Lesson.Say($"The first came from a·c, since the tape is read from its end; the second, of node %{meeting.Node.Id}, from a·b.");

lesson.Task("∂ℓ/∂a", yourSum, solution: [13, 25], a.Gradient!.AsSpan().ToArray());
lesson.Task("the part of ∂ℓ/∂a that a·c contributed", yourContribution, solution: [10, 20], second.Before!.Values.ToArray());
return lesson.End(trace);
