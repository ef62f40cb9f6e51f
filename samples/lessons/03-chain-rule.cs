#!/usr/bin/env dotnet
#:project ../LessonKit/LessonKit.csproj
#:property PublishAot=false

using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Layers;
using NormNet.Samples.LessonKit;
using NormNet.Tensors;
using static NormNet.Layers.Nn<double>;

double[] yourUpstream = [];           // task 1: ∂ℓ/∂y of the mean squared error, y = (2, 5) and target (1, 7)
double[] yourDead = [];               // task 2: how many elements of the ReLU's input get no gradient

var lesson = new Lesson(args, "3. The chain rule over a network");
Lesson.Say("""
    Two dense layers with a ReLU between them. No layer knows the network: each turns the gradient by its output into gradients by its
    input and its parameters, and that is all that training needs.
    """);

Sequential<double> model = Sequential(Dense(2, 3), Relu(), Dense(3, 2));
model.Initialize(new Generator(seed: 3));
using var tape = Tape<double>.Record(teaching: true);
Variable<double> x = tape.Input(Tensor<double>.From([[1, 2], [-2, 1]]), "x");
Variable<double> hidden = model[1].Forward(model[0].Forward(x)), y = model[2].Forward(hidden);
Variable<double> loss = Losses.MeanSquaredError(y, Tensor<double>.From([[1, 0], [0, 1]]));

TapeTrace trace = TapeTrace.Of(tape, loss);
Lesson.Say("Backward, from the loss to the input; c0 is the target. What comes in, what goes out, and the formula between:");
foreach (TraceStep step in trace.Steps.Where(step => step.Direction == StepDirection.Backward))
{
    string passed = string.Join(", ", step.Contributions.Select(contribution => $"∂ℓ/∂{contribution.Variable.Name}"));
    Console.WriteLine($"  ∂ℓ/∂{step.Node.Output.Name} → {passed,-33} {step.Node.FilledFormula}");
}

Lesson.Say("The gradients that an optimizer would use:");
foreach ((string name, Parameter<double> parameter) in model.NamedParameters())
    Lesson.Show($"∂ℓ/∂{name}", parameter.Gradient!);

Lesson.Say("What the ReLU let through, x being two samples:");
Lesson.Show("hidden", hidden.Value);

using IDisposable pause = tape.Pause();
using var small = Tape<double>.Record();
Variable<double> prediction = small.Input(Tensor<double>.From([2, 5]), "y");
small.Backward(Losses.MeanSquaredError(prediction, Tensor<double>.From([1, 7])));
lesson.Task("∂ℓ/∂y of ℓ = mean (y − t)², y = (2, 5), t = (1, 7)", yourUpstream, solution: [1, -2], prediction.Gradient!.AsSpan().ToArray());

int dead = 0;
foreach (double value in hidden.Value.AsSpan())
    dead += value > 0 ? 0 : 1;
lesson.Task("how many elements of the ReLU's input get gradient 0 whatever comes from upstream", yourDead, solution: [2], dead);
return lesson.End(trace);
