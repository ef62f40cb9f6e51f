using System.Globalization;

namespace NormNet.Peers;

/// <summary>The table, printed row by row as the figures come in, and the rows for the JSON file.</summary>
internal sealed class Report(TextWriter output)
{
    private static readonly Column[] Columns =
    [
        new("workload", -60), new("threads", 7), new("NormNet ms", 18), new("libtorch ms", 18), new("ratio", 7), new("reached", 15), new("of ceiling", 10),
        new("bytes/step", 12), new("difference", 10),
    ];

    private readonly List<JsonRow> _rows = [];

    internal bool AllAgree { get; private set; } = true;

    internal IReadOnlyList<JsonRow> Rows => _rows;

    internal void Start()
    {
        WriteLine([.. Columns.Select(column => column.Title)]);
        WriteLine([.. Columns.Select(column => new string('-', Math.Abs(column.Width)))]);
    }

    internal void Add(string workload, int threads, Measurement measured, Ceiling ceiling, Agreement agreement)
    {
        WriteLine(
            workload,
            $"{threads}",
            WithSpread(measured.NormNet),
            WithSpread(measured.Torch),
            Ratio(measured.Ratio),
            ceiling.Unit is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{ceiling.Rate(measured.NormNet.Median):F1} {ceiling.Unit}"),
            ceiling.Unit is null ? "" : ceiling.Share(measured.NormNet.Median).ToString("P0", CultureInfo.InvariantCulture),
            measured.AllocatedBytes.ToString("N0", CultureInfo.InvariantCulture),
            agreement.Difference.ToString("0.0e0", CultureInfo.InvariantCulture));
        Keep(workload, threads, "ms", measured.NormNet, measured.Torch);
        if (agreement.Holds)
            return;

        AllAgree = false;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"WRONG: {workload}: '{agreement.Result}' differs by {agreement.Difference:0.0e0} of the largest value; rounding explains {agreement.Bound:0.0e0}"));
    }

    internal void Add(string workload, int threads, string unit, Timing normNet, Timing torch)
    {
        WriteLine(workload, $"{threads}", $"{WithSpread(normNet)} {unit}", $"{WithSpread(torch)} {unit}", Ratio(torch.Median / normNet.Median), "", "", "", "");
        Keep(workload, threads, unit, normNet, torch);
    }

    private static string WithSpread(Timing timing)
    {
        string digits = timing.Median switch { >= 100 => "F0", >= 10 => "F1", >= 1 => "F2", >= 0.1 => "F3", _ => "F4" };
        return string.Create(CultureInfo.InvariantCulture, $"{timing.Median.ToString(digits, CultureInfo.InvariantCulture)} ± {timing.Spread:P0}");
    }

    private static string Ratio(double ratio) => ratio.ToString(ratio < 10 ? "F2" : "F1", CultureInfo.InvariantCulture);

    private void Keep(string workload, int threads, string unit, Timing normNet, Timing torch) =>
        _rows.Add(new JsonRow(workload, threads, unit, normNet.Median, torch.Median, torch.Median / normNet.Median));

    private void WriteLine(params ReadOnlySpan<string> cells)
    {
        var line = new System.Text.StringBuilder();
        for (int i = 0; i < cells.Length; i++)
            line.Append(Columns[i].Align(cells[i])).Append(' ');
        output.WriteLine(line.ToString().TrimEnd());
    }

    /// <summary>A column's title and width, negative where the cells stand on the left.</summary>
    private readonly record struct Column(string Title, int Width)
    {
        internal string Align(string cell) => Width < 0 ? cell.PadRight(-Width) : cell.PadLeft(Width);
    }
}
