using System.Globalization;
using System.Text;

namespace NormNet.Tests.Documentation;

/// <summary>The tables as docs/REFERENCE.md has them, and their names as the README lists them.</summary>
internal static class ReferenceText
{
    /// <summary>What writes both files again.</summary>
    internal const string Command =
        "NORMNET_UPDATE_GOLDEN=1 dotnet test tests/NormNet.Tests -c Release --filter FullyQualifiedName~ReferenceTests";

    private const int Columns = 130;

    internal static string Document(IEnumerable<Reference.Table> tables)
    {
        var text = new StringBuilder($"""
            # What there is

            Made from the code: the names, the first sentence of their documentation, and the literature it names. A test fails where this
            file and the code differ, and writes it again with

            ```
            {Command}
            ```

            """.ReplaceLineEndings("\n"));
        foreach ((string title, IReadOnlyList<Reference.Row> rows) in tables)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {title} ({rows.Count})\n\n| name | what | literature |\n|---|---|---|\n");
            foreach ((string name, string says, string literature) in rows)
                text.Append(CultureInfo.InvariantCulture, $"| `{name}` | {Cell(says)} | {Cell(literature)} |\n");
        }

        return text.ToString();
    }

    /// <summary>An item for each table: its title, the number of its rows, and their names, in lines that fit.</summary>
    /// <remarks>Members of one type stand without it: <c>- **Losses** (7 of `Losses`): BinaryCrossEntropy, ...</c>.</remarks>
    internal static string List(IEnumerable<Reference.Table> tables)
    {
        var text = new StringBuilder();
        foreach ((string title, IReadOnlyList<Reference.Row> rows) in tables)
        {
            string[] homes = [.. rows.Select(row => row.Name.Contains('.') ? row.Name.Split('.')[0] : "").Distinct()];
            string home = homes.Length == 1 ? homes[0] : "", of = home.Length > 0 ? $" of `{home}`" : "";
            IEnumerable<string> names = rows.Select(row => home.Length > 0 ? row.Name[(home.Length + 1)..] : row.Name);
            string[] words = [.. $"- **{title}** ({rows.Count}{of}): {string.Join(", ", names)}".Split(' ')];
            int length = 0;
            foreach (string word in words)
            {
                bool fits = length + 1 + word.Length <= Columns;
                text.Append(length == 0 ? "" : fits ? " " : "\n  ").Append(word);
                length = length == 0 ? word.Length : fits ? length + 1 + word.Length : 2 + word.Length;
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal);
}
