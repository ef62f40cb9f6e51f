using System.Text.RegularExpressions;
using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Tensors;

namespace NormNet.Tests.Lab.Explorer;

public class TapeExplorerTests
{
    [Fact]
    public void The_page_needs_nothing_from_elsewhere()
    {
        string page = TapeExplorer.Page(Tapes.Network<double>());
        Regex.Matches(page, "https?://[^\"' ]+").Select(match => match.Value).Distinct().ShouldBe(["http://www.w3.org/2000/svg"]);
        Regex.IsMatch(page, "(src|href)=\"(?!#)").ShouldBeFalse();
        page.ShouldNotContain("{{");
    }

    [Fact]
    public void Names_and_titles_cannot_become_markup()
    {
        using var tape = Tape<double>.Record();
        Variable<double> x = tape.Input(Tensor<double>.From([1, 2]), "</script><img src=x>");
        string page = TapeExplorer.Page(TapeTrace.Of(tape, x.Sum()), "<i>title</i>");
        page.ShouldNotContain("<img");
        page.ShouldNotContain("<i>");
    }

    [Fact]
    public void The_page_is_written_to_a_file()
    {
        using var folder = new TemporaryFolder();
        TapeExplorer.Save(folder["tape.html"], Tapes.Shared(), "Shared");
        File.ReadAllText(folder["tape.html"]).ShouldStartWith("<!DOCTYPE html>");
    }
}
