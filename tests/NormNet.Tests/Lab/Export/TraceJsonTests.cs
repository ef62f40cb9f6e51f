using System.Text;
using System.Text.Json.Nodes;
using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Tensors;

namespace NormNet.Tests.Lab.Export;

public class TraceJsonTests
{
    public static TheoryData<string, Action<JsonObject>, string> Wrong => new()
    {
        { "another format", root => root["format"] = "onnx", "format" },
        { "a later version", root => root["version"] = 2, "version 1" },
        { "no nodes", root => root["nodes"] = new JsonArray(), "nodes" },
        { "another type", root => root["elementType"] = "half", "elementType" },
        { "a negative extent", root => root["tensors"]![1]!["shape"]![0] = -2, "tensors[1]: shape[0]" },
        { "a shape that overflows", root => root["tensors"]![0]!["shape"] = new JsonArray(2000000000, 2000000000), "tensors[0]: shape" },
        { "more values than the shape", root => root["tensors"]![0]!["values"]!.AsArray().Add(1), "tensors[0]: values" },
        { "a value that is no number", root => root["tensors"]![0]!["values"]![0] = "1", "tensors[0]: values[0]" },
        { "too few statistics", root => root["tensors"]![0]!["statistics"] = new JsonArray(1), "tensors[0]: statistics" },
        { "a name twice", root => root["variables"]![1]!["name"] = "a", "variables[1]: name" },
        { "a name with an escape sequence", root => root["variables"]![0]!["name"] = "\u001b[2J", "variables[0]: name" },
        { "a name that reverses what follows", root => root["variables"]![0]!["name"] = "\u202ea", "variables[0]: name" },
        { "a name without end", root => root["nodes"]![0]!["operation"] = new string('x', 5000), "nodes[0]: operation" },
        { "modules nested without end", root => root["nodes"]![0]!["scope"] = string.Join('/', Enumerable.Repeat("a", 70)), "nodes[0]: scope" },
        { "a shape beyond any array", root => root["tensors"]![1]!["shape"] = new JsonArray(int.MaxValue - 1), "tensors[1]: shape" },
        { "a variable that is not there", root => root["nodes"]![0]!["inputs"]![0] = 99, "nodes[0]: inputs[0]" },
        { "an input from the future", root => root["nodes"]![0]!["inputs"]![0] = 4, "nodes[0]: inputs" },
        { "an output of another node", root => root["nodes"]![0]!["output"] = 4, "nodes[0]: output" },
        { "a variable of a wrong node", root => root["variables"]![2]!["node"] = 0, "variables[2]: node" },
        { "a gradient of another shape", root => root["backward"]![0]!["contributions"]![0]!["value"] = 0, "contributions[0]: value" },
        { "an input that is not there", root => root["backward"]![0]!["contributions"]![0]!["input"] = 7, "contributions[0]: input" },
        { "no result", root => root.Remove("result"), "'result' is missing" },
    };

    [Fact]
    public void What_is_written_is_read_back_to_the_bit()
    {
        TapeTrace trace = Tapes.Network<float>(), read = Read(Json(trace));
        TraceText.Transcript(read).ShouldBe(TraceText.Transcript(trace));
        Json(read).ShouldBe(Json(trace));
        for (int i = 0; i < trace.Variables.Count; i++)
            read.Variables[i].Value.Values.SequenceEqual(trace.Variables[i].Value.Values).ShouldBeTrue();
        read.Nodes.Count(node => node.Unfolded is not null).ShouldBe(1);
    }

    [Fact]
    public void Values_that_are_not_finite_survive()
    {
        using var tape = Tape<double>.Record();
        Variable<double> x = tape.Input(Tensor<double>.From([double.NaN, double.PositiveInfinity, double.NegativeInfinity]), "x");
        Read(Json(TapeTrace.Of(tape, x.Sum()))).Variables[0].Value.Values.ToArray()
            .ShouldBe([double.NaN, double.PositiveInfinity, double.NegativeInfinity]);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_file_is_refused_with_its_name_and_the_field(string what, Action<JsonObject> damage, string field)
    {
        JsonObject root = JsonNode.Parse(Json(Tapes.Shared()))!.AsObject();
        damage(root);
        string message = Should.Throw<InvalidDataException>(() => Read(root.ToJsonString()), what).Message;
        message.ShouldStartWith("tape.json");
        message.ShouldContain(field);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"format\": \"normnet-tape\", \"format\": \"normnet-tape\"}")]
    public void What_is_no_object_of_this_format_is_refused(string json) => Should.Throw<InvalidDataException>(() => Read(json));

    [Theory]
    [InlineData("\"a\"")]
    [InlineData("\"name\"")]
    public void Half_a_surrogate_pair_is_no_text(string what) =>
        Should.Throw<InvalidDataException>(() => Read(Json(Tapes.Shared()).Replace(what, "\"\\ud800\"", StringComparison.Ordinal)));

    [Fact]
    public void A_truncated_file_is_refused_wherever_it_ends()
    {
        string json = Json(Tapes.Shared());
        for (int length = 0; length < json.Length; length += 7)
            Should.Throw<InvalidDataException>(() => Read(json[..length]));
    }

    [Fact]
    public void A_file_is_written_and_loaded()
    {
        using var folder = new TemporaryFolder();
        TraceJson.Save(folder["tape.json"], Tapes.Shared());
        TraceJson.Load(folder["tape.json"]).Nodes.Count.ShouldBe(3);
    }

    private static string Json(TapeTrace trace)
    {
        using var stream = new MemoryStream();
        TraceJson.Write(stream, trace);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static TapeTrace Read(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return TraceJson.Read(stream, "tape.json");
    }
}
