using System.Reflection;
using System.Text.RegularExpressions;

namespace NormNet.Tests;

/// <summary>What the documents say of tests and layers is there.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "NORMALIZATION.md"));

    [Fact]
    public void Every_test_that_a_document_names_exists()
    {
        Match[] named = [.. TestName().Matches(Document).OfType<Match>()];
        named.Length.ShouldBeGreaterThan(30);
        named.Where(match => !Exists(match.Groups[1].Value, match.Groups[2].Value)).Select(match => match.Value).ShouldBeEmpty();
    }

    [Fact]
    public void Every_pitfall_has_a_decision_and_a_test()
    {
        string[] rows = [.. Document.Split('\n').Where(line => PitfallRow().IsMatch(line))];
        rows.Select(row => row.Split('|')[1].Trim()).ShouldBe(Enumerable.Range(1, 26).Select(i => $"P{i}"));
        foreach (string row in rows)
            TestName().IsMatch(row.Split('|')[4]).ShouldBeTrue(row);
    }

    private static bool Exists(string type, string method) => typeof(DocumentationTests).Assembly.GetTypes()
        .Where(candidate => candidate.Name.Split('`')[0] == type)
        .Any(candidate => method.Length == 0 || candidate.GetMethods().Any(own => own.Name == method && IsTest(own)));

    private static bool IsTest(MethodInfo method) => method.GetCustomAttributes<FactAttribute>().Any();

    [GeneratedRegex(@"`(\w+Tests)(?:\.(\w+))?`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"^\| P\d+ \|")]
    private static partial Regex PitfallRow();
}
