using System.Xml.Linq;
using NormNet.Lab;
using NormNet.Tensors;

namespace NormNet.Tests.Lab;

public sealed class NormalizationPictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>On (2, 3, 4): coloured cells at the front (one sample), on top (one place) and at the side (one channel).</summary>
    [Theory]
    [InlineData("batch", 4, 2, 8)]
    [InlineData("layer", 12, 3, 4)]
    [InlineData("instance", 4, 1, 4)]
    [InlineData("group", 12, 3, 4)]
    [InlineData("rows", 1, 1, 1)]
    public void The_values_that_share_a_statistic_are_coloured(string member, int front, int top, int side)
    {
        Shape shape = [2, 3, 4];
        XElement picture = Parsed(NormalizationPicture.Svg((member, member switch
        {
            "batch" => NormalizationPlan.Batch(shape),
            "layer" => NormalizationPlan.Layer(shape, [3, 4]),
            "instance" => NormalizationPlan.Instance(shape),
            "group" => NormalizationPlan.Group(shape, 1),
            _ => NormalizationPlan.Instance([2, 3, 1]),
        })));

        Coloured(picture, "front").ShouldBe(front);
        Coloured(picture, "top").ShouldBe(top);
        Coloured(picture, "side").ShouldBe(side);
        picture.Descendants(Svg + "text").Select(text => text.Value).ShouldContain(member);
    }

    [Fact]
    public void The_family_is_four_blocks_side_by_side()
    {
        XElement picture = Parsed(NormalizationPicture.Family());
        picture.Elements(Svg + "g").Count().ShouldBe(4);
        string text = string.Join('\n', picture.Descendants(Svg + "text").Select(part => part.Value));
        foreach (string expected in new[] { "Batch Norm", "Layer Norm", "Instance Norm", "Group Norm", "25 values share", "30 values share", "5 values share", "15 values share" })
            text.ShouldContain(expected);
    }

    [Fact]
    public void Large_extents_are_cut_and_said()
    {
        XElement picture = Parsed(NormalizationPicture.Svg(("<b>", NormalizationPlan.Batch([32, 64, 28, 28]))));
        picture.Descendants(Svg + "polygon").Count().ShouldBe(3 * 36);
        string[] text = [.. picture.Descendants(Svg + "text").Select(part => part.Value)];
        text.ShouldContain("C (64)");
        text.ShouldContain("S (784)");
        text.ShouldContain("<b>");
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        Should.Throw<ArgumentException>(() => NormalizationPicture.Svg());
        Should.Throw<ArgumentException>(() => NormalizationPicture.Svg(("rows", NormalizationPlan.Layer([3], [3])))).Message.ShouldContain("(3)");
        Should.Throw<ArgumentException>(() => NormalizationPicture.Svg(("none", NormalizationPlan.Batch([0, 3])))).Message.ShouldContain("(0, 3)");
    }

    private static XElement Parsed(string svg) => XDocument.Parse(svg).Root!;

    private static int Coloured(XElement picture, string side) =>
        picture.Descendants(Svg + "polygon").Count(polygon => (string?)polygon.Attribute("class") == $"on {side}");
}
