using NormNet.Data;
using NormNet.Tensors;

namespace NormNet.Tests.Data;

public sealed class MnistTests : IDisposable
{
    private const int Height = 3, Width = 2;

    private readonly TemporaryFolder _folder = new();

    private string Directory => Path.GetDirectoryName(_folder["any"])!;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{0}-{1}-idx{2}-ubyte")]
    [InlineData("{0}-{1}-idx{2}-ubyte.gz")]
    [InlineData("{0}-{1}.idx{2}-ubyte")]
    [InlineData("{0}-{1}.idx{2}-ubyte.gz")]
    public void The_four_files_are_found_under_their_customary_names(string pattern)
    {
        WriteSet("train", [5, 0, 4], pattern);
        WriteSet("t10k", [4, 2], pattern);

        var (train, test) = Mnist.Load<float>(Directory);

        train.Inputs.Shape.ShouldBe(Shape.Of(3, 1, Height, Width));
        train.Labels.AsSpan().ToArray().ShouldBe([5, 0, 4]);
        test.Labels.AsSpan().ToArray().ShouldBe([4, 2]);
        train.ClassCount.ShouldBe(6);
        test.ClassCount.ShouldBe(6);
        train.Inputs[2, 0, 1, 1].ShouldBe(Pixel(2, 1, 1) / 255f);
    }

    [Fact]
    public void The_parts_of_EMNIST_are_told_apart_and_turned_upright()
    {
        foreach (string part in (string[])["emnist-letters", "emnist-byclass"])
        {
            WriteSet($"{part}-train", [1, 61], "{0}-{1}-idx{2}-ubyte");
            WriteSet($"{part}-test", [2], "{0}-{1}-idx{2}-ubyte");
        }

        var (train, test) = Mnist.Load<double>(Directory, "emnist-byclass");

        train.ClassCount.ShouldBe(62);
        test.Count.ShouldBe(1);
        train.SampleShape.ShouldBe(Shape.Of(1, Width, Height));
        train.Inputs[1, 0, 1, 2].ShouldBe(Pixel(1, 2, 1) / 255.0);
        Should.Throw<ArgumentException>(() => Mnist.Load<double>(Directory)).Message.ShouldContain("'emnist-byclass', 'emnist-letters'");
    }

    [Fact]
    public void A_missing_folder_and_a_missing_file_are_named()
    {
        Should.Throw<DirectoryNotFoundException>(() => Mnist.Load<float>(_folder["nowhere"])).Message.ShouldContain("nowhere");
        Should.Throw<FileNotFoundException>(() => Mnist.Load<float>(Directory)).Message.ShouldContain("train-images-idx3-ubyte");

        WriteSet("train", [1, 2]);
        Should.Throw<FileNotFoundException>(() => Mnist.Load<float>(Directory)).Message.ShouldContain("t10k-images-idx3-ubyte");
    }

    [Fact]
    public void Files_that_disagree_are_refused_with_both_names()
    {
        WriteSet("train", [1, 2]);
        WriteSet("t10k", [1]);
        WriteLabels("t10k", [1, 0, 1]);
        ShouldContradict("t10k-images", "1 images and 3 labels");

        WriteLabels("t10k", [7]);
        ShouldContradict("train-labels", "end at 2");

        WriteLabels("t10k", [1]);
        IdxFile.Write(_folder["t10k-images-idx3-ubyte"], [1, 5, 5], new byte[25]);
        ShouldContradict("train-images", "(1, 5, 5)");
    }

    [Fact]
    public void Files_of_the_wrong_rank_or_without_samples_are_refused()
    {
        WriteSet("train", [1, 2]);
        WriteSet("t10k", [1]);
        IdxFile.Write(_folder["t10k-images-idx3-ubyte"], [6], new byte[6]);
        Should.Throw<InvalidDataException>(() => Mnist.Load<float>(Directory)).Message.ShouldContain("rank is 1; images need 3");

        IdxFile.Write(_folder["t10k-images-idx3-ubyte"], [0, 28, 28], Array.Empty<byte>());
        Should.Throw<InvalidDataException>(() => Mnist.Load<float>(Directory)).Message.ShouldContain("no images");
    }

    private static byte Pixel(int image, int row, int column) => (byte)((100 * image) + (10 * row) + column);

    private void ShouldContradict(params string[] parts)
    {
        string message = Should.Throw<InvalidDataException>(() => Mnist.Load<float>(Directory)).Message;
        foreach (string part in parts)
            message.ShouldContain(part);
    }

    private void WriteSet(string part, byte[] labels, string pattern = "{0}-{1}-idx{2}-ubyte")
    {
        byte[] images = [.. from image in Enumerable.Range(0, labels.Length)
                            from row in Enumerable.Range(0, Height)
                            from column in Enumerable.Range(0, Width)
                            select Pixel(image, row, column)];
        IdxFile.Write(_folder[string.Format(pattern, part, "images", 3)], [labels.Length, Height, Width], images);
        IdxFile.Write(_folder[string.Format(pattern, part, "labels", 1)], [labels.Length], labels);
    }

    private void WriteLabels(string part, byte[] labels) => IdxFile.Write(_folder[$"{part}-labels-idx1-ubyte"], [labels.Length], labels);
}
