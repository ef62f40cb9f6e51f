using System.Globalization;
using System.Numerics;
using System.Text;
using NormNet.Autograd;
using NormNet.Data;
using NormNet.Layers;

namespace NormNet.Training;

/// <summary>Where a training step's time and memory go, layer by layer; the optimizer's update is not part of it.</summary>
/// <remarks>
/// Each layer has what it does itself, so the rows add up to the pass. Time is that of the thread that runs the pass, workers at its
/// service included. The last row is what happens outside all layers: the loss, the gradients' way into the parameters, and the work of
/// classes that override <see cref="Layer{T}.Forward"/> at the top.
/// </remarks>
public sealed class Profile
{
    private static readonly string[] Headings =
        ["", "Layer", "Calls", "Forward", "Backward", "Share", "Output", "Saved", "Parameters", "FLOPs"];

    internal Profile(IReadOnlyList<ProfileRow> rows) => Rows = rows;

    /// <summary>The layers that did something, in the order of registration, and last what happens outside all.</summary>
    public IReadOnlyList<ProfileRow> Rows { get; }

    /// <summary>Time of the forward pass and the loss.</summary>
    public TimeSpan Forward => Sum(row => row.Forward);

    /// <summary>Time of the backward pass.</summary>
    public TimeSpan Backward => Sum(row => row.Backward);

    /// <summary>Runs forward and backward on a batch some times, and leaves the model as it was.</summary>
    /// <param name="model">In the mode to be measured; training unless it was switched.</param>
    /// <param name="batch">The samples.</param>
    /// <param name="loss">The batch's mean loss; if absent, cross-entropy for labels, the mean squared error for targets.</param>
    /// <param name="repeats">How many passes are measured, after one that is not; times are their means.</param>
    /// <param name="clock">What time is read from.</param>
    /// <exception cref="ArgumentException">The model does not fit the samples.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="repeats"/> is less than 1.</exception>
    public static Profile Of<T>(
        Layer<T> model, Batch<T> batch, Func<Variable<T>, Batch<T>, Variable<T>>? loss = null, int repeats = 10, TimeProvider? clock = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        using var before = new KeptState<T>(model, optimizer: null);
        using var run = new ProfileRun<T>(model, clock ?? TimeProvider.System);
        run.Pass(batch, loss ?? Objective.Default<T>(batch.HasLabels), measure: false);
        for (int i = 0; i < repeats; i++)
            run.Pass(batch, loss ?? Objective.Default<T>(batch.HasLabels), measure: true);
        return new Profile(run.Rows(repeats));
    }

    /// <summary>The table as text: times in milliseconds, memory in KB of 1,024 bytes.</summary>
    public override string ToString()
    {
        string[][] cells =
        [
            Headings,
            .. Rows.Select(Cells),
            Cells(new ProfileRow(
                "",
                "total",
                Rows.Sum(row => row.Calls),
                Forward,
                Backward,
                Rows.Sum(row => row.Share),
                Rows.Sum(row => row.OutputBytes),
                Rows.Sum(row => row.SavedBytes),
                Rows.Sum(row => row.Parameters),
                Rows.Sum(row => row.Flops))),
        ];
        int[] widths = [.. Enumerable.Range(0, Headings.Length).Select(column => cells.Max(row => row[column].Length))];

        var text = new StringBuilder();
        for (int i = 0; i < cells.Length; i++)
        {
            IEnumerable<string> padded = cells[i].Select(
                (cell, column) => column < 2 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            text.AppendLine(string.Join("  ", padded).TrimEnd());
            if (i == 0 || i == cells.Length - 2)
                text.Append('─', widths.Sum() + (2 * (widths.Length - 1))).AppendLine();
        }

        return text.ToString();
    }

    private static string[] Cells(ProfileRow row) =>
    [
        row.Name,
        row.Layer,
        Number(row.Calls),
        Milliseconds(row.Forward),
        Milliseconds(row.Backward),
        Text($"{100 * row.Share:F1} %"),
        Kilobytes(row.OutputBytes),
        Kilobytes(row.SavedBytes),
        Number(row.Parameters),
        Number(row.Flops),
    ];

    private static string Milliseconds(TimeSpan time) => Text($"{time.TotalMilliseconds:N3} ms");

    private static string Kilobytes(long bytes) => Text($"{bytes / 1024.0:N1} KB");

    private static string Number(long value) => Text($"{value:N0}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private TimeSpan Sum(Func<ProfileRow, TimeSpan> time) => new(Rows.Sum(row => time(row).Ticks));
}
