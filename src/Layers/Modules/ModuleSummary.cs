using System.Globalization;
using System.Numerics;
using System.Text;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>One layer of a <see cref="ModuleSummary"/>.</summary>
/// <param name="Name">The path in the model; empty for the model itself.</param>
/// <param name="Layer">The layer with its settings.</param>
/// <param name="OutputShape">What it made of the input; null where it was not applied.</param>
/// <param name="Parameters">The numbers in its own parameters; a shared one counts where it comes first.</param>
public sealed record SummaryRow(string Name, string Layer, Shape? OutputShape, long Parameters);

/// <summary>A model as a table: its layers, the shapes they make of an input, their parameters.</summary>
public sealed class ModuleSummary
{
    private ModuleSummary(IReadOnlyList<SummaryRow> rows, Shape inputShape, long frozen) =>
        (Rows, InputShape, Frozen) = (rows, inputShape, frozen);

    /// <summary>The layers that contain no others, in the order of registration.</summary>
    public IReadOnlyList<SummaryRow> Rows { get; }

    /// <summary>The shape that was put in.</summary>
    public Shape InputShape { get; }

    /// <summary>The numbers in all parameters.</summary>
    public long Parameters => Rows.Sum(row => row.Parameters);

    /// <summary>How many of them require no gradient.</summary>
    public long Frozen { get; }

    /// <summary>The table as text.</summary>
    public override string ToString()
    {
        string[][] cells =
        [
            ["", "Layer", "Output", "Parameters"],
            ["", "input", $"{InputShape}", ""],
            .. Rows.Select(row => new[] { row.Name, row.Layer, row.OutputShape?.ToString() ?? "", Number(row.Parameters) }),
            ["", "", "total", Number(Parameters)],
        ];
        int[] widths = [.. Enumerable.Range(0, 4).Select(column => cells.Max(row => row[column].Length))];

        var text = new StringBuilder();
        for (int i = 0; i < cells.Length; i++)
        {
            string left = string.Join("  ", cells[i].Take(3).Select((cell, column) => cell.PadRight(widths[column])));
            text.AppendLine($"{left}  {cells[i][^1].PadLeft(widths[^1])}".TrimEnd());
            if (i == 0 || i == cells.Length - 2)
                text.Append('─', widths.Sum() + 6).AppendLine();
        }

        if (Frozen > 0)
            text.AppendLine($"of which frozen: {Number(Frozen)}");
        return text.ToString();
    }

    internal static ModuleSummary Of<T>(Layer<T> model, Shape inputShape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shapes = new Dictionary<Layer<T>, Shape>(ReferenceEqualityComparer.Instance);
        using (new EvaluationScope<T>(model))
        using (new Autograd.InferenceScope<T>())
            model.ForwardObserved(Tensor<T>.Zeros(inputShape), (layer, shape) => shapes[layer] = shape);

        var counted = new HashSet<Parameter<T>>(ReferenceEqualityComparer.Instance);
        var rows = new List<SummaryRow>();
        foreach ((string name, Module<T> module) in model.NamedModules())
        {
            long own = module.OwnParameters().Where(counted.Add).Sum(parameter => (long)parameter.Value.Count);
            Shape? made = module is Layer<T> layer ? shapes.GetValueOrDefault(layer) : null;
            if (own > 0 || !module.Children.Any())
                rows.Add(new SummaryRow(name, module.ToString(), made, own));
        }

        long frozen = counted.Where(parameter => !parameter.RequiresGradient).Sum(parameter => (long)parameter.Value.Count);
        return new ModuleSummary(rows, inputShape, frozen);
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
