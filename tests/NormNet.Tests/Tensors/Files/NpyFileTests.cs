using System.Text;
using NormNet.Tensors;

namespace NormNet.Tests.Tensors;

/// <summary>Files of NumPy, which <c>recorded/npy.py</c> made, read and written back; and files that are damaged.</summary>
public sealed class NpyFileTests : IDisposable
{
    private static readonly Dictionary<string, RecordedFile> Files =
        Recorded.Read<Dictionary<string, RecordedFile>>("Tensors/Files/recorded/npy.json");

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Arrays => [.. Files.Keys.Except(["archive", "compressed"])];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Arrays))]
    public void A_file_of_NumPy_is_read_as_what_it_holds(string name)
    {
        File.WriteAllBytes(_folder["a.npy"], Files[name].File);
        Tensor<double> read = NpyFile.Read<double>(_folder["a.npy"]);
        read.Shape.ShouldBe(Shape.Of(Files[name].Shape));
        read.ToDoubles().ShouldBe(Files[name].Values);
        NpyFile.Read<float>(_folder["a.npy"]).ToDoubles().ShouldBe(Files[name].Values.Select(value => (double)(float)value));
    }

    [Theory]
    [InlineData("float")]
    [InlineData("double")]
    [InlineData("half")]
    [InlineData("scalar")]
    [InlineData("empty")]
    [InlineData("bytes")]
    [InlineData("long")]
    [InlineData("truth")]
    public void What_is_written_are_NumPys_bytes(string name)
    {
        File.WriteAllBytes(_folder["a.npy"], Files[name].File);
        NpyFile.Write(_folder["b.npy"], NpyFile.Read(_folder["a.npy"]));
        File.ReadAllBytes(_folder["b.npy"]).ShouldBe(Files[name].File);
    }

    [Fact]
    public void A_tensor_comes_back_as_it_was_and_indices_too()
    {
        Tensor<float> x = new Generator(seed: 1).Normal<float>([3, 1, 5]);
        NpyFile.Write(_folder["x.npy"], x);
        NpyFile.Read<float>(_folder["x.npy"]).AsSpan().ToArray().ShouldBe(x.AsSpan().ToArray());
        NpyFile.Write(_folder["i.npy"], NpyArray.From(IndexTensor.From(-1, 5, int.MaxValue)));
        NpyFile.Read(_folder["i.npy"]).ToIndices().AsSpan().ToArray().ShouldBe([-1, 5, int.MaxValue]);
        NpyFile.Read(_folder["i.npy"]).ToString().ShouldBe("i4 (3)");
        _folder.FileNames.ShouldBe(["i.npy", "x.npy"]);
    }

    [Fact]
    public void Only_integers_that_fit_become_indices()
    {
        Bytes("long").ToIndices().AsSpan().ToArray().ShouldBe([-1, int.MaxValue]);
        Bytes("short").ToIndices().AsSpan().ToArray().ShouldBe([-300, 300]);
        Bytes("truth").ToIndices().AsSpan().ToArray().ShouldBe([1, 0, 1]);
        Should.Throw<InvalidOperationException>(() => Bytes("float").ToIndices()).Message.ShouldContain("f4");
        var large = new NpyArray(new('u', 8), [1], [0, 0, 0, 0, 0, 0, 0, 0x80]);
        Should.Throw<InvalidOperationException>(() => large.ToIndices()).Message.ShouldContain("9223372036854775807");
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), ", "is expected at character")]
    [InlineData("{'descr': '<f4', 'fortran_order': False}", "'shape' is missing")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", "'descr' is unknown or there twice")]
    [InlineData("{'evil': '<f4', 'fortran_order': False, 'shape': (2,)}", "'evil'")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2,)}", "descr")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (2,)}", "descr")]
    [InlineData("{'descr': '|f4', 'fortran_order': False, 'shape': (2,)}", "descr")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,)}", "records")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}", "fortran_order")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}", "shape")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,)}", "shape")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647)}", "shape")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 2147483647, 2147483647)}", "shape")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2000000000,)}", "allowed")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)} import os", "follows")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (500000000,)}", "truncated")]
    [InlineData("", "'{'")]
    public void A_hostile_header_is_named_with_its_field(string header, string expected)
    {
        File.WriteAllBytes(_folder["a.npy"], [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), 1, 2]);
        string message = Should.Throw<InvalidDataException>(() => NpyFile.Read(_folder["a.npy"])).Message;
        message.ShouldContain("a.npy");
        message.ShouldContain(expected);
    }

    [Fact]
    public void A_shape_of_a_thousand_axes_is_refused() =>
        A_hostile_header_is_named_with_its_field($"{{'shape': ({string.Concat(Enumerable.Repeat("1,", 100))})}}", "64 axes");

    [Fact]
    public void A_file_cut_anywhere_or_with_a_tail_is_refused()
    {
        byte[] whole = Files["float"].File;
        for (int length = 0; length < whole.Length; length++)
            Refuses(whole[..length]);
        Refuses([.. whole, 0]);
    }

    [Fact]
    public void Any_changed_byte_of_a_header_gives_an_array_or_an_error_of_the_format()
    {
        var random = new Random(1);
        byte[] whole = Files["fortran"].File;
        for (int round = 0; round < 3000; round++)
        {
            byte[] changed = [.. whole];
            changed[random.Next(128)] = (byte)random.Next(256);
            File.WriteAllBytes(_folder["a.npy"], changed);
            try
            {
                NpyFile.Read(_folder["a.npy"]).Shape.Count.ShouldBeLessThanOrEqualTo(96);
            }
            catch (InvalidDataException refused)
            {
                refused.Message.ShouldContain("a.npy");
            }
        }
    }

    [Fact]
    public void When_writing_fails_the_old_file_stays()
    {
        NpyFile.Write(_folder["a.npy"], Tensor<float>.Ones([2]));
        Should.Throw<DirectoryNotFoundException>(() => NpyFile.Write(_folder["missing/a.npy"], Tensor<float>.Ones([2])));
        NpyFile.Read<float>(_folder["a.npy"]).Shape.ShouldBe(Shape.Of(2));
    }

    private NpyArray Bytes(string name)
    {
        File.WriteAllBytes(_folder["bytes.npy"], Files[name].File);
        return NpyFile.Read(_folder["bytes.npy"]);
    }

    private void Refuses(byte[] bytes)
    {
        File.WriteAllBytes(_folder["a.npy"], bytes);
        Should.Throw<InvalidDataException>(() => NpyFile.Read(_folder["a.npy"])).Message.ShouldContain("a.npy");
    }

    /// <summary>A file, and what NumPy says it holds, row by row.</summary>
    public sealed record RecordedFile(byte[] File, int[] Shape, double[] Values);
}
