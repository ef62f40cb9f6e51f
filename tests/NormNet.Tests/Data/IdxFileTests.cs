using System.IO.Compression;
using NormNet.Data;
using NormNet.Tensors;

namespace NormNet.Tests.Data;

public sealed class IdxFileTests : IDisposable
{
    private static readonly byte[] Header = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("plain-idx3-ubyte")]
    [InlineData("packed-idx3-ubyte.gz")]
    public void What_is_written_is_read_back(string name)
    {
        byte[] values = [.. Enumerable.Range(0, 2 * 3 * 4).Select(i => (byte)(11 * i))];
        IdxFile.Write(_folder[name], [2, 3, 4], values);

        var file = IdxFile.Read(_folder[name]);

        file.Shape.ShouldBe(Shape.Of(2, 3, 4));
        file.Values.ShouldBe(values);
        _folder.FileNames.ShouldBe([name]);
    }

    [Fact]
    public void The_layout_is_that_of_the_format()
    {
        IdxFile.Write(_folder["file"], [2, 3], new byte[] { 1, 2, 3, 4, 5, 6 });

        File.ReadAllBytes(_folder["file"]).ShouldBe([.. Header, 1, 2, 3, 4, 5, 6]);
    }

    [Fact]
    public void Compression_is_seen_from_the_content_whatever_the_name_is()
    {
        IdxFile.Write(_folder["file.gz"], [2], new byte[] { 7, 9 });
        File.Move(_folder["file.gz"], _folder["file"]);

        IdxFile.Read(_folder["file"]).Values.ShouldBe([7, 9]);
    }

    [Fact]
    public void A_file_of_several_megabytes_survives_the_growing_buffer()
    {
        byte[] values = new byte[(3 << 20) + 5];
        new Random(1).NextBytes(values);
        IdxFile.Write(_folder["large"], [values.Length], values);

        IdxFile.Read(_folder["large"]).Values.AsSpan().SequenceEqual(values).ShouldBeTrue();
    }

    [Theory]
    [InlineData("magic number", 0, 0, 8)]
    [InlineData("magic number 0x50", 0x50, 0x4B, 3, 4, 0, 0)]
    [InlineData("element type 0x0D", 0, 0, 0x0D, 1, 0, 0, 0, 1, 5)]
    [InlineData("rank is 0", 0, 0, 8, 0, 5)]
    [InlineData("ends within the extent 1", 0, 0, 8, 2, 0, 0, 0, 1, 0, 0)]
    [InlineData("claims 6 values, but only 2", 0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2)]
    [InlineData("claims 1 values, but more", 0, 0, 8, 1, 0, 0, 0, 1, 1, 2)]
    [InlineData("extent 0 is 4294967295", 0, 0, 8, 1, 255, 255, 255, 255, 1)]
    [InlineData("extent 1 is 1000000", 0, 0, 8, 3, 0, 0, 0xFF, 0xFF, 0, 0x0F, 0x42, 0x40, 0, 0, 0, 0)]
    public void A_faulty_file_is_refused_by_name_and_field(string finding, params int[] bytes)
    {
        byte[] content = [.. bytes.Select(value => (byte)value)];
        File.WriteAllBytes(_folder["plain"], content);
        WriteCompressed("packed", content);

        foreach (string name in (string[])["plain", "packed"])
        {
            string message = Should.Throw<InvalidDataException>(() => IdxFile.Read(_folder[name])).Message;
            message.ShouldContain(_folder[name]);
            message.ShouldContain(finding);
        }
    }

    [Fact]
    public void An_empty_file_is_refused()
    {
        File.WriteAllBytes(_folder["empty"], []);

        Should.Throw<InvalidDataException>(() => IdxFile.Read(_folder["empty"])).Message.ShouldContain("magic number");
    }

    [Fact]
    public void A_claim_of_a_billion_values_takes_no_memory_for_them()
    {
        File.WriteAllBytes(_folder["liar"], [0, 0, 8, 1, 0x3F, 0xFF, 0xFF, 0xFF, 1, 2, 3]);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<InvalidDataException>(() => IdxFile.Read(_folder["liar"])).Message.ShouldContain("only 3 are there");

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(16 << 20);
    }

    [Fact]
    public void A_gzip_bomb_is_left_packed_beyond_what_its_header_claims()
    {
        using (var packed = new GZipStream(File.Create(_folder["bomb"]), CompressionLevel.Fastest))
        {
            packed.Write([0, 0, 8, 1, 0, 0, 0, 1]);
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++)
                packed.Write(zeros);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<InvalidDataException>(() => IdxFile.Read(_folder["bomb"])).Message.ShouldContain("more bytes follow");

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(16 << 20);
    }

    [Fact]
    public void Damaged_compression_is_refused_by_name()
    {
        byte[] values = new byte[10_000];
        new Random(2).NextBytes(values);
        IdxFile.Write(_folder["file.gz"], [values.Length], values);
        byte[] packed = File.ReadAllBytes(_folder["file.gz"]);
        byte[] flipped = [.. packed];
        flipped[packed.Length / 2] ^= 0xFF;
        File.WriteAllBytes(_folder["flipped"], flipped);
        File.WriteAllBytes(_folder["cut"], packed[..(packed.Length / 2)]);
        File.WriteAllBytes(_folder["header"], packed[..6]);

        foreach (string name in (string[])["flipped", "cut", "header"])
            Should.Throw<InvalidDataException>(() => IdxFile.Read(_folder[name])).Message.ShouldContain(_folder[name]);
    }

    [Fact]
    public void What_is_not_there_is_said_to_be_missing()
    {
        Should.Throw<FileNotFoundException>(() => IdxFile.Read(_folder["none"])).Message.ShouldContain("none");
        Should.Throw<DirectoryNotFoundException>(() => IdxFile.Read(Path.Combine(_folder["nowhere"], "file")));
    }

    [Fact]
    public void Values_that_do_not_fill_the_shape_are_not_written()
    {
        Should.Throw<ArgumentException>(() => IdxFile.Write(_folder["file"], [2, 3], new byte[5])).Message.ShouldContain("(2, 3)");
        Should.Throw<ArgumentException>(() => IdxFile.Write(_folder["file"], Shape.Scalar, new byte[1]));
        _folder.FileNames.ShouldBeEmpty();
    }

    private void WriteCompressed(string name, byte[] content)
    {
        using var packed = new GZipStream(File.Create(_folder[name]), CompressionLevel.Fastest);
        packed.Write(content);
    }
}
