using NormNet.Data;
using NormNet.Tensors;

namespace NormNet.Samples.Playground;

/// <summary>The words of <c>--data</c>, and the points they make.</summary>
internal static class PointSets
{
    // The points and the network each draw from a stream of their own, so that one does not follow from the other.
    private const int Stream = 1;
    private const int TestPoints = 1000;

    internal static IReadOnlyList<string> Words { get; } = ["moons", "circles", "spirals", "blobs"];

    /// <summary>Points to train on and others to test with.</summary>
    internal static DataSplit<float> Make(PlaygroundOptions options)
    {
        Generator generator = new Generator(options.Training.Seed).Fork(Stream);
        DataSet<float> train = Make(options, options.Samples, generator);
        return new DataSplit<float>(train, Make(options, TestPoints, generator));
    }

    private static DataSet<float> Make(PlaygroundOptions options, int count, Generator generator) => (options.Points, options.Noise) switch
    {
        ("moons", null) => Points.Moons<float>(count, generator),
        ("moons", { } noise) => Points.Moons<float>(count, generator, noise),
        ("circles", null) => Points.Circles<float>(count, generator),
        ("circles", { } noise) => Points.Circles<float>(count, generator, noise),
        ("spirals", null) => Points.Spirals<float>(count, generator),
        ("spirals", { } noise) => Points.Spirals<float>(count, generator, noise),
        (_, null) => Points.Blobs<float>(count, generator),
        (_, { } noise) => Points.Blobs<float>(count, generator, noise),
    };
}
