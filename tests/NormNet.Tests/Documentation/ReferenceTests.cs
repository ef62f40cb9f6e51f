using System.Runtime.CompilerServices;

namespace NormNet.Tests.Documentation;

/// <summary>docs/REFERENCE.md and the README's lists are those of the code.</summary>
public sealed class ReferenceTests
{
    private const string Start = "<!-- made from the code by ReferenceTests -->\n", End = "<!-- end of what is made -->\n";

    [Fact]
    public void The_reference_is_made_from_the_code() =>
        ShouldBeCurrent("docs/REFERENCE.md", _ => ReferenceText.Document(Reference.Tables));

    [Fact]
    public void The_readme_lists_what_the_code_has() => ShouldBeCurrent("README.md", old =>
    {
        string[] before = old.Split(Start), after = old.Split(End);
        (before.Length, after.Length).ShouldBe((2, 2), "README.md has one place for the lists, between two comments");
        return before[0] + Start + ReferenceText.List(Reference.Tables.Where(IsForUsers)) + End + after[1];
    });

    [Fact]
    public void Every_table_has_rows_and_every_row_says_something_once()
    {
        foreach (Reference.Table table in Reference.Tables)
        {
            table.Rows.Count.ShouldBeGreaterThan(4, table.Title);
            table.Rows.Select(row => row.Name).ShouldBeUnique();
            table.Rows.Where(row => row.Says.Length < 10).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("One. Two", new[] { "One.", "Two" })]
    [InlineData("By Ba et al. Then 2016. (More.)", new[] { "By Ba et al. Then 2016.", "(More.)" })]
    [InlineData("y = 0.5·x. Zero where x < 0.", new[] { "y = 0.5·x.", "Zero where x < 0." })]
    public void Sentences_end_where_a_reader_ends_them(string text, string[] sentences) =>
        XmlSummaries.Sentences(text).ShouldBe(sentences);

    [Fact]
    public void Cells_keep_their_bars_and_lists_their_width()
    {
        var row = new Reference.Row("Abs", "y = |x|", "a < b");
        var table = new Reference.Table("Names", [.. Enumerable.Repeat(row, 60)]);
        ReferenceText.Document([table]).ShouldContain("\n| `Abs` | y = \\|x\\| | a &lt; b |\n");
        string[] lines = ReferenceText.List([table]).Split('\n');
        lines.ShouldAllBe(line => line.Length <= 130);
        lines[0].ShouldStartWith("- **Names** (60): Abs, Abs,");
        string.Join(' ', lines).Split("Abs").Length.ShouldBe(61);
        ReferenceText.List([new Reference.Table("Names", [row with { Name = "Of.One" }, row with { Name = "Of.Other" }])])
            .ShouldBe("- **Names** (2 of `Of`): One, Other\n");
    }

    private static bool IsForUsers(Reference.Table table) => table.Title != Reference.DerivativeOperations;

    private static void ShouldBeCurrent(string path, Func<string, string> write, [CallerFilePath] string test = "")
    {
        string file = Path.Combine(Path.GetDirectoryName(test)!, "..", "..", "..", path);
        string old = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "", current = write(old);
        if (old == current)
            return;
        if (Environment.GetEnvironmentVariable("NORMNET_UPDATE_GOLDEN") == "1")
            File.WriteAllText(file, current);
        else
            Assert.Fail($"{path} differs from the code in\n{FirstDifference(old, current)}\nWrite it again: {ReferenceText.Command}");
    }

    private static string FirstDifference(string old, string current)
    {
        string[] before = old.Split('\n'), after = current.Split('\n');
        int line = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {line + 1}, which is\n{before.ElementAtOrDefault(line)}\nand should be\n{after.ElementAtOrDefault(line)}";
    }
}
