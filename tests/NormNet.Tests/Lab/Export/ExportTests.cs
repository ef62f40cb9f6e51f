using System.Text.RegularExpressions;
using System.Xml.Linq;
using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Tensors;

namespace NormNet.Tests.Lab.Export;

public class ExportTests
{
    [Fact]
    public void The_transcript_of_a_shared_variable_is_as_kept() => Golden.ShouldMatch(TraceText.Transcript(Tapes.Shared()), "shared.txt");

    [Fact]
    public void The_transcript_of_a_network_is_as_kept() => Golden.ShouldMatch(TraceText.Transcript(Tapes.Network<double>()), "network.txt");

    [Fact]
    public void The_graph_for_graphviz_is_as_kept() => Golden.ShouldMatch(TraceDot.Write(Tapes.Network<double>()), "network.dot");

    [Fact]
    public void The_graph_for_mermaid_is_as_kept() => Golden.ShouldMatch(TraceMermaid.Write(Tapes.Network<double>()), "network.mmd");

    [Fact]
    public void The_picture_is_as_kept() => Golden.ShouldMatch(TraceSvg.Write(Tapes.Network<double>()), "network.svg");

    [Fact]
    public void A_shared_variable_is_drawn_once_and_both_its_uses_are_edges()
    {
        string dot = TraceDot.Write(Tapes.Shared());
        Regex.Count(dot, "label=\"a\\\\n").ShouldBe(1);
        Regex.Count(dot, "v0 -> v1;").ShouldBe(2);
    }

    [Fact]
    public void Names_cannot_break_out_of_a_label()
    {
        using var tape = Tape<double>.Record();
        Variable<double> x = tape.Input(Tensor<double>.From([1, 2]), "<b a=\"1\">&`#;\\");
        TapeTrace trace = TapeTrace.Of(tape, x.Sum());
        TraceDot.Write(trace).ShouldContain("label=\"<b a=\\\"1\\\">&`#;\\\\\\n(2)\"");
        TraceMermaid.Write(trace).ShouldContain("[\"#60;b a=#34;1#34;#62;#38;#96;#35;#59;\\<br/>(2)\"]");
        XDocument.Parse(TraceSvg.Write(trace)).Descendants().ShouldContain(element => element.Value == "<b a=\"1\">&`#;\\");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/a")]
    [InlineData("a//b/")]
    public void A_scope_with_an_empty_name_is_a_cluster_like_others(string scope)
    {
        using var tape = Tape<double>.Record();
        Variable<double> x = tape.Input(Tensor<double>.From([1, 2]), "x");
        using (Tape<double>.EnterScope(scope))
            x = x.Sum();
        TapeTrace trace = TapeTrace.Of(tape, x);
        TraceDot.Write(trace).ShouldContain($"subgraph \"cluster_{scope}\"");
        TraceMermaid.Write(trace).ShouldContain($"[\"{scope}\"]");
        XDocument.Parse(TraceSvg.Write(trace));
    }

    [Fact]
    public void No_two_boxes_of_the_picture_overlap()
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        (double X, double Y)[] corners = [.. XDocument.Parse(TraceSvg.Write(Tapes.Network<double>())).Descendants(svg + "rect")
            .Where(box => (string?)box.Attribute("stroke") == "#345")
            .Select(box => ((double)box.Attribute("x")!, (double)box.Attribute("y")!))];
        corners.Length.ShouldBe(Tapes.Network<double>().Variables.Count);
        for (int i = 0; i < corners.Length; i++)
        {
            for (int j = 0; j < i; j++)
                (Math.Abs(corners[i].X - corners[j].X) >= 172 || Math.Abs(corners[i].Y - corners[j].Y) >= 40).ShouldBeTrue();
        }
    }
}
