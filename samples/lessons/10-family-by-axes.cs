#!/usr/bin/env dotnet
#:project ../LessonKit/LessonKit.csproj
#:property PublishAot=false

using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Layers;
using NormNet.Samples.LessonKit;
using NormNet.Tensors;

// For x of (8, 6, 5, 5), the groups being three:
double[] yourCounts = [];             // task 1: values per statistic of batch, layer, instance, group norm
double[] yourStatistics = [];         // task 2: how many statistics each has

var lesson = new Lesson(args, "10. The family by its axes");
Lesson.Say("""
    x has N = 2 samples, C = 4 channels and 2 × 3 places. The members of the family compute the same formula; they differ in which values
    share a mean and a variance, and in the shape of γ and β.
    """);

Shape shape = Shape.Of(2, 4, 2, 3);
(string Name, NormalizationLayer<double> Layer)[] family = Family(shape, groups: 2);
foreach ((string name, NormalizationLayer<double> layer) in family)
{
    NormalizationPlan plan = layer.PlanOf(shape);
    string axes = string.Join(", ", plan.SharedAxes.ToArray());
    string statistics = $"{plan.Statistics} × {plan.ValuesPerStatistic} values";
    Console.WriteLine($"  {name,-9} view {plan.View}, over axes {axes}: {statistics}, γ and β {plan.AffineShape}");
}

lesson.Picture(
    NormalizationPicture.Svg([.. family.Select(member => (member.Name + " normalization", member.Layer.PlanOf(shape)))]));

Lesson.Say("What a layer says of itself, from the plan that its kernel runs; █ are the values that share the first mean and variance:");
Console.WriteLine(family[3].Layer.Explain(shape));

Lesson.Say("In a batch of one sample, batch normalization is instance normalization: both average over the places of a channel.");
Tensor<double> one = new Generator(seed: 4).Normal<double>(Shape.Of(1, 4, 2, 3));
double difference = (family[0].Layer.Forward(one).Value - family[2].Layer.Forward(one).Value).AsSpan().ToArray().Max(Math.Abs);
Console.WriteLine($"  largest difference {TraceText.Number(difference)}");

Lesson.Say("A sample's layer normalization does not depend on the rest of the batch; its batch normalization does:");
Tensor<double> two = new Generator(seed: 5).Normal<double>(shape);
foreach ((string name, NormalizationLayer<double> layer) in family[..2])
{
    Tensor<double> other = two.Clone();
    other.AsWritableSpan()[^1] += 10;
    Tensor<double> first = layer.Forward(two).Value.Slice(0, 0, 1), changed = layer.Forward(other).Value.Slice(0, 0, 1);
    double change = (changed - first).AsSpan().ToArray().Max(Math.Abs);
    Console.WriteLine($"  {name,-9} the first sample's output changes by {TraceText.Number(change)} when the second sample does");
}

using var tape = Tape<double>.Record(teaching: true);
Variable<double> x = tape.Input(two, "x");
Variable<double> y = family[3].Layer.Forward(x);
TapeTrace trace = TapeTrace.Of(tape, y, new Generator(seed: 6).Normal<double>(shape));
Shape larger = Shape.Of(8, 6, 5, 5);
NormalizationPlan[] plans = [.. Family(larger, groups: 3).Select(member => member.Layer.PlanOf(larger))];
Lesson.Say($"And for x of {larger}, the groups being three?");
lesson.Task(
    "values per statistic: batch, layer, instance, group",
    yourCounts, solution: [200, 150, 25, 50], [.. plans.Select(plan => (double)plan.ValuesPerStatistic)]);
lesson.Task(
    "statistics: batch, layer, instance, group",
    yourStatistics, solution: [6, 8, 48, 24], [.. plans.Select(plan => (double)plan.Statistics)]);
return lesson.End(trace);

static (string Name, NormalizationLayer<double> Layer)[] Family(Shape shape, int groups) =>
[
    ("batch", new BatchNorm<double>(shape[1])),
    ("layer", new LayerNorm<double>(Shape.Of(shape[1], shape[2], shape[3]))),
    ("instance", new InstanceNorm<double>(shape[1])),
    ("group", new GroupNorm<double>(groups, shape[1])),
];
