using System.IO.Compression;
using NormNet.Tensors;

namespace NormNet.Tests.Tensors;

public sealed class NpzFileTests : IDisposable
{
    private static readonly Dictionary<string, NpyFileTests.RecordedFile> Files =
        Recorded.Read<Dictionary<string, NpyFileTests.RecordedFile>>("Tensors/Files/recorded/npy.json");

    private readonly TemporaryFolder _folder = new();

    private string Archive => _folder["a.npz"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("archive")]
    [InlineData("compressed")]
    public void Archives_of_NumPy_are_read_by_name(string name)
    {
        File.WriteAllBytes(Archive, Files[name].File);
        IReadOnlyDictionary<string, NpyArray> arrays = NpzFile.Read(Archive);
        arrays.Keys.ShouldBe(["float", "long"]);
        arrays["float"].ToTensor<double>().ToDoubles().ShouldBe(Files["float"].Values);
        arrays["long"].ToIndices().AsSpan().ToArray().ShouldBe([-1, int.MaxValue]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_written_comes_back_and_is_the_same_bytes_every_time(bool compress)
    {
        var arrays = new Dictionary<string, NpyArray>
        {
            ["weight"] = NpyArray.From(new Generator(seed: 1).Normal<float>([20, 30])),
            ["labels"] = NpyArray.From(IndexTensor.From(3, 1, 2)),
        };
        NpzFile.Write(Archive, arrays, compress);
        NpzFile.Write(_folder["b.npz"], arrays, compress);
        File.ReadAllBytes(_folder["b.npz"]).ShouldBe(File.ReadAllBytes(Archive));
        IReadOnlyDictionary<string, NpyArray> read = NpzFile.Read(Archive);
        read.Keys.ShouldBe(["weight", "labels"]);
        read["weight"].Bytes.ToArray().ShouldBe(arrays["weight"].Bytes.ToArray());
        read["labels"].ToIndices().AsSpan().ToArray().ShouldBe([3, 1, 2]);
    }

    [Fact]
    public void A_damaged_archive_is_named_with_the_entry()
    {
        byte[] whole = Files["compressed"].File;
        foreach (int length in new[] { 0, 1, 30, whole.Length / 2, whole.Length - 1 })
        {
            File.WriteAllBytes(Archive, whole[..length]);
            Should.Throw<InvalidDataException>(() => NpzFile.Read(Archive)).Message.ShouldContain("a.npz");
        }

        Make(("x.npy", Files["float"].File[..100]));
        Should.Throw<InvalidDataException>(() => NpzFile.Read(Archive)).Message.ShouldContain("a.npz/x.npy");
        Make(("readme.txt", "hello"u8.ToArray()));
        Should.Throw<InvalidDataException>(() => NpzFile.Read(Archive)).Message.ShouldContain("a.npz/readme.txt");
        Make(("x.npy", Files["float"].File), ("x.npy", Files["float"].File));
        Should.Throw<InvalidDataException>(() => NpzFile.Read(Archive)).Message.ShouldContain("twice");
    }

    [Fact]
    public void A_small_archive_that_claims_too_much_is_refused()
    {
        byte[] large = [.. Files["double"].File];
        "(200000000,), }"u8.CopyTo(large.AsSpan(large.AsSpan().IndexOf("(2,), }"u8)));
        Make(("x.npy", large));
        string message = Should.Throw<InvalidDataException>(() => NpzFile.Read(Archive)).Message;
        message.ShouldContain("1600000000");
        message.ShouldContain("a.npz/x.npy");
    }

    [Fact]
    public void Names_must_be_there_and_different_and_nothing_is_written_otherwise()
    {
        NpyArray one = NpyArray.From(Tensor<float>.Ones([1]));
        Should.Throw<ArgumentException>(() => NpzFile.Write(Archive, [new("", one)]));
        Should.Throw<ArgumentException>(() => NpzFile.Write(Archive, [new("x", one), new("x", one)])).Message.ShouldContain("\"x\"");
        _folder.FileNames.ShouldBeEmpty();
    }

    private void Make(params (string Name, byte[] Content)[] entries)
    {
        using var archive = new ZipArchive(File.Create(Archive), ZipArchiveMode.Create);
        foreach ((string name, byte[] content) in entries)
        {
            using Stream stream = archive.CreateEntry(name).Open();
            stream.Write(content);
        }
    }
}
