using Spectre.Console;

namespace NormNet.Samples.Common;

/// <summary>Prints named figures: a framed table on a terminal, aligned lines elsewhere.</summary>
public static class ResultTable
{
    /// <summary>Prints one row for each name and value.</summary>
    public static void Write(string title, IReadOnlyList<(string Name, string Value)> rows)
    {
        if (Terminal.IsRich)
            AnsiConsole.Write(Framed(title, rows));
        else
            WriteLines(rows);
    }

    private static Table Framed(string title, IReadOnlyList<(string Name, string Value)> rows)
    {
        var table = new Table { Border = TableBorder.Rounded, ShowHeaders = false, Title = new TableTitle(Markup.Escape(title)) };
        table.AddColumn("name");
        table.AddColumn(new TableColumn("value") { Alignment = Justify.Right });
        foreach (var (name, value) in rows)
            table.AddRow(Markup.Escape(name), Markup.Escape(value));
        return table;
    }

    private static void WriteLines(IReadOnlyList<(string Name, string Value)> rows)
    {
        var width = rows.Max(row => row.Name.Length) + 2;
        foreach (var (name, value) in rows)
            System.Console.Out.WriteLine(name.PadRight(width) + value);
    }
}
