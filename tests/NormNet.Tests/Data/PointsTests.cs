using NormNet.Data;
using NormNet.Tensors;

namespace NormNet.Tests.Data;

public sealed class PointsTests
{
    private delegate DataSet<double> Maker(int count, Generator generator, double noise);

    private static readonly Dictionary<string, Maker> Makers = new()
    {
        ["moons"] = (count, generator, noise) => Points.Moons<double>(count, generator, noise),
        ["circles"] = (count, generator, noise) => Points.Circles<double>(count, generator, noise),
        ["spirals"] = (count, generator, noise) => Points.Spirals<double>(count, generator, noise),
        ["blobs"] = (count, generator, noise) => Points.Blobs<double>(count, generator, noise),
    };

    public static TheoryData<string> Names => [.. Makers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_longer_set_begins_with_the_shorter_one_and_a_second_set_has_points_of_its_own(string name)
    {
        var generator = new Generator(seed: 1);
        double[] first = Inputs(Makers[name](30, generator, 0.1)), second = Inputs(Makers[name](30, generator, 0.1));
        double[] longer = Inputs(Makers[name](90, new Generator(seed: 1), 0.1));

        longer[..first.Length].ShouldBe(first);
        second.Intersect(first).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_class_is_as_frequent_in_any_beginning(string name)
    {
        var data = Makers[name](60, new Generator(seed: 2), 0.1);

        foreach (int count in (int[])[60, 30, 6])
            data.Take(count).Labels.AsSpan().ToArray().CountBy(label => label).ShouldAllBe(pair => pair.Value == count / data.ClassCount);
        data.SampleShape.ShouldBe(Shape.Of(2));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Noise_is_a_standard_deviation_around_the_noiseless_shape(string name)
    {
        const double Noise = 0.05;
        var data = Makers[name](2000, new Generator(seed: 3), Noise);

        // On a smooth curve only the part across it is seen, at a blob both: the mean square is σ² or 2σ², nearly.
        double expected = (name == "blobs" ? 2 : 1) * Noise * Noise;
        (Enumerable.Range(0, data.Count).Average(i => Square(Distance(name, data, i))) / expected).ShouldBeInRange(0.9, 1.1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Without_noise_every_point_lies_on_its_shape(string name)
    {
        var data = Makers[name](300, new Generator(seed: 4), 0);

        for (int i = 0; i < data.Count; i++)
            Distance(name, data, i).ShouldBeLessThan(5e-3);
    }

    [Fact]
    public void A_line_parts_the_blobs_and_none_of_the_others()
    {
        LinearAccuracy(Points.Blobs<float>(600, new Generator(seed: 5), noise: 0.2)).ShouldBeGreaterThan(0.97);
        LinearAccuracy(Points.Moons<float>(600, new Generator(seed: 5))).ShouldBeLessThan(0.93);
        LinearAccuracy(Points.Circles<float>(600, new Generator(seed: 5))).ShouldBeLessThan(0.75);
        LinearAccuracy(Points.Spirals<float>(600, new Generator(seed: 5))).ShouldBeLessThan(0.75);
    }

    [Fact]
    public void The_neighbourhood_tells_the_classes_apart()
    {
        foreach (var data in (DataSet<double>[])[
            Points.Moons<double>(600, new Generator(seed: 6)),
            Points.Circles<double>(600, new Generator(seed: 6)),
            Points.Spirals<double>(600, new Generator(seed: 6)),
            Points.Spirals<double>(600, new Generator(seed: 6), classes: 3),
            Points.Blobs<double>(600, new Generator(seed: 6), noise: 0.2)])
        {
            NearestNeighbourAccuracy(data).ShouldBeGreaterThan(0.95);
        }
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        var generator = new Generator(seed: 7);
        Should.Throw<ArgumentOutOfRangeException>(() => Points.Moons<float>(0, generator)).Message.ShouldContain("count");
        Should.Throw<ArgumentOutOfRangeException>(() => Points.Moons<float>(int.MaxValue, generator)).Message.ShouldContain("count");
        Should.Throw<ArgumentOutOfRangeException>(() => Points.Moons<float>(9, generator, noise: -1)).Message.ShouldContain("not negative");
        Should.Throw<ArgumentOutOfRangeException>(() => Points.Blobs<float>(9, generator, noise: double.NaN)).Message.ShouldContain("noise");
        Should.Throw<ArgumentOutOfRangeException>(() => Points.Blobs<float>(9, generator, classes: 1)).Message.ShouldContain("classes");
        Should.Throw<ArgumentOutOfRangeException>(() => Points.Circles<float>(9, generator, inner: 1)).Message.ShouldContain("between 0");
        Should.Throw<ArgumentOutOfRangeException>(() => Points.Spirals<float>(9, generator, turns: double.PositiveInfinity))
            .Message.ShouldContain("turns");
    }

    /// <summary>How far a point lies from the shape of its class, which is given by formulas of its own.</summary>
    private static double Distance(string name, DataSet<double> data, int index)
    {
        double x = data.Inputs[index, 0], y = data.Inputs[index, 1];
        int label = data.Labels[index];
        return name switch
        {
            "moons" when label == 0 => Math.Abs(Math.Sqrt(Square(x) + Square(y)) - 1),
            "moons" => Math.Abs(Math.Sqrt(Square(x - 1) + Square(y - 0.5)) - 1),
            "circles" => Math.Abs(Math.Sqrt(Square(x) + Square(y)) - (label == 0 ? 1 : 0.5)),
            "blobs" => Math.Sqrt(Square(x - Math.Cos(Math.Tau * label / 3)) + Square(y - Math.Sin(Math.Tau * label / 3))),
            _ => Enumerable.Range(0, 1001).Min(step =>
            {
                double t = step / 1000.0, radius = 0.1 + (0.9 * t), angle = (3 * Math.PI * t) + (Math.PI * label);
                return Math.Sqrt(Square(x - (radius * Math.Cos(angle))) + Square(y - (radius * Math.Sin(angle))));
            }),
        };
    }

    private static double LinearAccuracy(DataSet<float> data)
    {
        var classifier = new LinearClassifier(features: 2, data.ClassCount);
        classifier.Train(data, epochs: 30, learningRate: 0.5f);
        return classifier.Accuracy(data);
    }

    private static double NearestNeighbourAccuracy(DataSet<double> data) => Enumerable.Range(0, data.Count).Average(i =>
    {
        int nearest = Enumerable.Range(0, data.Count).Where(k => k != i)
            .MinBy(k => Square(data.Inputs[i, 0] - data.Inputs[k, 0]) + Square(data.Inputs[i, 1] - data.Inputs[k, 1]));
        return data.Labels[nearest] == data.Labels[i] ? 1.0 : 0.0;
    });

    private static double[] Inputs(DataSet<double> data) => data.Inputs.AsSpan().ToArray();

    private static double Square(double value) => value * value;
}
