using System.Globalization;
using System.Security.Cryptography;
using NormNet.Data;

namespace NormNet.Samples.Experiments;

/// <summary>The pictures of an experiment, 0 for paper and 1 for ink: a folder of MNIST's format, or made digits.</summary>
/// <remarks>Nothing is read before it is asked for. What this gives is shared by runs on several threads and never changes.</remarks>
internal sealed class ImageSets
{
    private const int MadeSeed = 1;

    // What the experiments are laid out for: the largest trains on some images and chooses its rate on others.
    private const int Side = 28, LeastTrain = 10_000, LeastTest = 1_000;

    private readonly Lazy<DataSplit<float>> _pixels;
    private readonly Lazy<string> _identity;

    private ImageSets(string description, Func<DataSplit<float>> read, Func<string> identity)
    {
        Description = description;
        _pixels = new Lazy<DataSplit<float>>(read);
        _identity = new Lazy<string>(identity);
    }

    /// <summary>Where the pictures come from, for reports.</summary>
    public string Description { get; }

    /// <summary>Changes whenever the pictures do.</summary>
    public string Identity => _identity.Value;

    /// <summary>Training and test pictures of shape (1, height, width), values from 0 to 1.</summary>
    public DataSplit<float> Pixels => _pixels.Value;

    /// <summary>The files of a folder; their reading throws where they are missing, damaged, too few or of another size.</summary>
    public static ImageSets FromFolder(string folder)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return new ImageSets($"images of {name}", () => Read(folder), () => HashOf(folder));
    }

    /// <summary>Digits that are painted, the same every time.</summary>
    public static ImageSets Made(int train = 16_000, int test = 4_000)
    {
        string counts = string.Create(CultureInfo.InvariantCulture, $"{train}+{test} made digits");
        return new ImageSets(counts, () => Digits.CreateSplit<float>(train, test, MadeSeed), () => counts);
    }

    /// <summary>The first so many pictures to train on and to test with; all where there are fewer.</summary>
    public DataSplit<float> Take(int train, int test) =>
        new(Pixels.Train.Take(Math.Min(train, Pixels.Train.Count)), Pixels.Test.Take(Math.Min(test, Pixels.Test.Count)));

    private static DataSplit<float> Read(string folder)
    {
        DataSplit<float> split = Mnist.Load<float>(folder);
        int height = split.Train.SampleShape[1], width = split.Train.SampleShape[2];
        return height == Side && width == Side && split.Train.Count >= LeastTrain && split.Test.Count >= LeastTest
            ? split
            : throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{folder}' has {split.Train.Count} images to train on and {split.Test.Count} to test on, of {height}×{width} pixels; the "
                + $"experiments need {LeastTrain} and {LeastTest} at least, of {Side}×{Side}."));
    }

    private static string HashOf(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in Directory.EnumerateFiles(folder, "*ubyte*").Order(StringComparer.Ordinal))
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
