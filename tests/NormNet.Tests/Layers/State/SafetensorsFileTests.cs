using System.Buffers.Binary;
using System.Text;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Written by hand from the format's description: a float32 matrix, an int64 scalar, metadata, padding.</summary>
    [Fact]
    public void A_file_is_read_as_the_format_describes_it()
    {
        const string Header = """
            {"__metadata__":{"format":"pt"},
             "n":{"dtype":"I64","shape":[],"data_offsets":[0,8]},
             "w":{"shape":[1,2],"data_offsets":[8,16],"dtype":"F32"}}
            """;
        byte[] data = [7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x3F, 0, 0, 0x20, 0xC0];
        StateDictionary state = Read(Bytes(Header + "   ", data));

        state.Keys.ShouldBe(["n", "w"]);
        state.Metadata["format"].ShouldBe("pt");
        state["n"].ToIntegers().ShouldBe([7L]);
        state["n"].Shape.ShouldBe(Shape.Scalar);
        state["w"].Shape.ShouldBe(Shape.Of(1, 2));
        state["w"].ToTensor<double>().AsSpan().ToArray().ShouldBe([1.0, -2.5]);
    }

    /// <summary>The bytes that the reference implementation writes: wider types first, then by name, no white space, padded to 8.</summary>
    [Fact]
    public void A_file_has_the_reference_implementations_bytes()
    {
        var state = new StateDictionary();
        state.Add("b", Tensor<float>.From([1.0]));
        state.Add("a", Tensor<float>.From([-2.5]));
        state.Add("steps", 7);

        string header = """
            {"steps":{"dtype":"I64","shape":[],"data_offsets":[0,8]},
            "a":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},
            "b":{"dtype":"F32","shape":[1],"data_offsets":[12,16]}}
            """.ReplaceLineEndings("");
        byte[] data = [7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x20, 0xC0, 0, 0, 0x80, 0x3F];
        Written(state).ShouldBe(Bytes(header.PadRight((header.Length + 7) / 8 * 8), data));
    }

    [Fact]
    public void What_is_written_is_read_back_bit_by_bit()
    {
        var state = new StateDictionary();
        state.Add("not finite", Tensor<float>.From([double.NaN, double.PositiveInfinity, -0.0]));
        state.Add("empty", Tensor<double>.Zeros([3, 0, 2]));
        state.Add("scalar", Tensor<double>.Scalar(Math.PI));
        state.Add("größe \"<+>\" 日本 \ud83d\ude00", new Generator(1).Normal<double>([2, 3, 4]));
        state.Add("half", Tensor<Half>.From([0.5, 65504]));
        state.Metadata["note"] = "line\nbreak";

        SafetensorsFile.Write(_folder["s"], state);
        StateDictionary read = SafetensorsFile.Read(_folder["s"]);

        read.Keys.ShouldBe(state.Keys, ignoreOrder: true);
        read.Metadata.ShouldBe(state.Metadata);
        foreach ((string name, StateTensor tensor) in state)
        {
            read[name].ToString().ShouldBe(tensor.ToString());
            read[name].Bytes.ToArray().ShouldBe(tensor.Bytes.ToArray());
        }
    }

    [Fact]
    public void The_order_of_adding_does_not_change_the_bytes()
    {
        StateDictionary first = new(), second = new();
        string[] names = ["x", "a.weight", "a.bias", "Z"];
        foreach (string name in names)
            first.Add(name, Tensor<float>.From([name.Length]));
        foreach (string name in names.Reverse())
            second.Add(name, Tensor<float>.From([name.Length]));
        Written(first).ShouldBe(Written(second));
    }

    [Fact]
    public void An_empty_state_is_a_file() => Read(Written(new StateDictionary())).Count.ShouldBe(0);

    public static TheoryData<string, string, string> BrokenHeaders => new()
    {
        // What is wrong, the header (8 bytes of data follow it), what the message must name.
        { "no object", """["w"]""", "{" },
        { "leading space", """ {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "{" },
        { "cut off", """{"w":{"dtype":"F32","shape":[2],"data_off""", "JSON" },
        { "two documents", """{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}{}""", "JSON" },
        { "a comment", """{/**/"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "JSON" },
        { "deep nesting", "{\"w\":" + new string('[', 5000), "JSON" },
        { "no text", """{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "text" },
        {
            "a name twice",
            """{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
            "w"
        },
        {
            "a name twice, once escaped",
            """{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\u0077":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
            "w"
        },
        { "a field twice", """{"w":{"dtype":"F32","dtype":"F64","shape":[1],"data_offsets":[0,8]}}""", "dtype" },
        { "an unknown field", """{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"strides":[1]}}""", "strides" },
        { "no object for a tensor", """{"w":7}""", "w" },
        { "no dtype", """{"w":{"shape":[2],"data_offsets":[0,8]}}""", "dtype" },
        { "no shape", """{"w":{"dtype":"F32","data_offsets":[0,8]}}""", "shape" },
        { "no offsets", """{"w":{"dtype":"F32","shape":[2]}}""", "data_offsets" },
        { "an unknown dtype", """{"w":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}}""", "F31" },
        { "a dtype in lower case", """{"w":{"dtype":"f32","shape":[2],"data_offsets":[0,8]}}""", "f32" },
        { "a dtype that is no string", """{"w":{"dtype":32,"shape":[2],"data_offsets":[0,8]}}""", "dtype" },
        { "a negative extent", """{"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "-2" },
        { "two negative extents", """{"w":{"dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]}}""", "-1" },
        { "a fractional extent", """{"w":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}""", "2.0" },
        { "an extent in words", """{"w":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}""", "shape" },
        { "an extent beyond 64 bits", """{"w":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}""", "shape" },
        { "4 billion items", """{"w":{"dtype":"F32","shape":[4294967296],"data_offsets":[0,8]}}""", "4294967296" },
        { "a product that overflows to 2", """{"w":{"dtype":"F32","shape":[4294967296,4294967296,2],"data_offsets":[0,8]}}""", "shape" },
        {
            "a product that overflows to 0",
            """{"w":{"dtype":"F32","shape":[65536,65536,65536,65536],"data_offsets":[0,0]}}""",
            "shape"
        },
        { "one offset", """{"w":{"dtype":"F32","shape":[2],"data_offsets":[8]}}""", "data_offsets" },
        { "offsets in reverse", """{"w":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "data_offsets" },
        { "negative offsets", """{"w":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", "data_offsets" },
        { "offsets beyond the end", """{"w":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "data_offsets" },
        {
            "huge offsets",
            """{"w":{"dtype":"F32","shape":[2],"data_offsets":[9223372036854775800,9223372036854775807]}}""",
            "data_offsets"
        },
        { "more bytes than the shape takes", """{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", "takes 4" },
        { "fewer bytes than the shape takes", """{"w":{"dtype":"F64","shape":[2],"data_offsets":[0,8]}}""", "takes 16" },
        {
            "a gap",
            """{"v":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
            "gap"
        },
        { "a gap at the start", """{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "gap" },
        {
            "an overlap",
            """{"v":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
            "overlaps"
        },
        {
            "the same bytes twice",
            """{"v":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""",
            "overlaps"
        },
        { "a tail", """{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "describes 4" },
        { "no tensor for the data", "{}", "describes 0" },
        {
            "metadata that is no string",
            """{"__metadata__":{"epochs":3},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""",
            "epochs"
        },
        { "metadata that is no object", """{"__metadata__":"pt","w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "__metadata__" },
    };

    [Theory]
    [MemberData(nameof(BrokenHeaders))]
    public void A_broken_header_is_an_error_that_names_file_and_field(string what, string header, string named)
    {
        File.WriteAllBytes(_folder["broken"], Bytes(header, new byte[8]));
        string message = Should.Throw<InvalidDataException>(() => SafetensorsFile.Read(_folder["broken"]), what).Message;
        message.ShouldContain(_folder["broken"]);
        message.ShouldContain(named);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    [InlineData(3UL)]
    [InlineData(100_000_001UL)]
    [InlineData(4_000_000_000UL)]
    [InlineData(ulong.MaxValue)]
    public void A_header_length_that_cannot_be_is_refused_before_memory_is_asked_for(ulong length)
    {
        byte[] bytes = new byte[10];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        Should.Throw<InvalidDataException>(() => Read(bytes)).Message.ShouldContain("header");
    }

    [Fact]
    public void Every_truncation_and_every_extension_of_a_file_is_refused()
    {
        var state = new StateDictionary();
        state.Add("weight", Tensor<float>.From([[1, 2], [3, 4]]));
        byte[] whole = Written(state);

        for (int length = 0; length < whole.Length; length++)
            Should.Throw<InvalidDataException>(() => Read(whole[..length]), $"cut to {length} of {whole.Length} bytes");
        Should.Throw<InvalidDataException>(() => Read([.. whole, 0]));
    }

    [Fact]
    public void A_file_with_any_one_byte_changed_is_read_or_refused_but_never_fails_otherwise()
    {
        var state = new StateDictionary();
        state.Add("0.weight", Tensor<float>.From([[1, 2], [3, 4]]));
        state.Add("0.steps", 3);
        state.Metadata["format"] = "pt";
        byte[] whole = Written(state);

        for (int i = 0; i < whole.Length; i++)
        {
            foreach (byte value in (byte[])[0, (byte)'"', (byte)'9', (byte)'-', (byte)'\\', 0xFF, (byte)(whole[i] ^ 1)])
            {
                byte[] changed = [.. whole];
                changed[i] = value;
                try
                {
                    Read(changed);
                }
                catch (InvalidDataException)
                {
                    // The one error that a hostile file may cause.
                }
            }
        }
    }

    [Fact]
    public void A_header_that_is_not_UTF_8_is_refused()
    {
        byte[] bytes = Bytes("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", new byte[8]);
        bytes[Array.IndexOf(bytes, (byte)'w')] = 0xC0;
        Should.Throw<InvalidDataException>(() => Read(bytes)).Message.ShouldContain("UTF-8");
    }

    [Fact]
    public void A_missing_file_is_an_error_that_names_it() =>
        Should.Throw<FileNotFoundException>(() => SafetensorsFile.Read(_folder["missing"])).Message.ShouldContain("missing");

    private static StateDictionary Read(byte[] bytes) => SafetensorsFile.Read(new MemoryStream(bytes), "test");

    private static byte[] Written(StateDictionary state)
    {
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, state);
        return stream.ToArray();
    }

    private static byte[] Bytes(string header, byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header), length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. data];
    }
}
