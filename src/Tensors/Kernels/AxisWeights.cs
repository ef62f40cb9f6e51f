namespace NormNet.Tensors;

/// <summary>A sparse matrix that an axis is multiplied by, yᵢ = Σⱼ wᵢⱼ · xⱼ with few terms each: averages and interpolations.</summary>
/// <remarks>
/// Pooling and interpolation of images treat each axis alike, one after the other: the mean over a rectangle is the mean of its rows'
/// means, and bilinear interpolation is linear interpolation along two axes.
/// </remarks>
public sealed class AxisWeights
{
    private readonly string _name;
    private readonly int[] _starts;
    private readonly int[] _sources;
    private readonly double[] _weights;
    private AxisWeights? _transposed;

    /// <param name="name">What it does.</param>
    /// <param name="inputs">How many x there are.</param>
    /// <param name="rows">The terms of each y: which x, and by what it is multiplied.</param>
    private AxisWeights(string name, int inputs, List<(int Source, double Weight)>[] rows)
    {
        (_name, Inputs) = (name, inputs);
        _starts = new int[rows.Length + 1];
        for (int i = 0; i < rows.Length; i++)
            _starts[i + 1] = _starts[i] + rows[i].Count;
        _sources = [.. rows.SelectMany(row => row.Select(term => term.Source))];
        _weights = [.. rows.SelectMany(row => row.Select(term => term.Weight))];
        IsIdentity = inputs == rows.Length && _sources.Length == inputs
            && _sources.Select((source, i) => source == i).All(same => same) && Array.TrueForAll(_weights, weight => weight == 1);
    }

    /// <summary>The extent of the axis before.</summary>
    public int Inputs { get; }

    /// <summary>The extent of the axis after.</summary>
    public int Outputs => _starts.Length - 1;

    /// <summary>Whether y is x.</summary>
    public bool IsIdentity { get; }

    /// <summary>The transposed matrix, which gradients go back by: x̄ⱼ = Σᵢ wᵢⱼ · ȳᵢ.</summary>
    public AxisWeights Transposed => _transposed ??= Transpose();

    /// <summary>Where the terms of each y start, and where the last one's end.</summary>
    internal ReadOnlySpan<int> Starts => _starts;

    /// <summary>Which x each term is of.</summary>
    internal ReadOnlySpan<int> Sources => _sources;

    /// <summary>By what it is multiplied.</summary>
    internal ReadOnlySpan<double> Weights => _weights;

    /// <summary>
    /// The mean of xⱼ with ⌊i·n/m⌋ ≤ j &lt; ⌈(i + 1)·n/m⌉, for n inputs and m outputs: PyTorch's rule, whose windows overlap where m does
    /// not divide n.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A count is less than 1.</exception>
    public static AxisWeights AdaptiveAverage(int inputs, int outputs) => Make("adaptive mean", inputs, outputs, i =>
    {
        (int start, int end) = AdaptiveWindow.Of(i, inputs, outputs);
        return [.. Enumerable.Range(start, end - start).Select(j => (j, 1.0 / (end - start)))];
    });

    /// <summary>xⱼ with j = ⌊i·n/m⌋, for n inputs and m outputs; with a scale s, ⌊i/s⌋. PyTorch's "nearest".</summary>
    /// <param name="inputs">n.</param>
    /// <param name="outputs">m.</param>
    /// <param name="scale">s, where m = ⌊n·s⌋ was made by it; m/n if absent.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is less than 1, or the scale not above 0.</exception>
    public static AxisWeights Nearest(int inputs, int outputs, double? scale = null)
    {
        CheckScale(scale);
        return Make("nearest", inputs, outputs, i =>
            [((int)Math.Min(scale is { } s ? Math.Floor(i / s) : (long)i * inputs / outputs, inputs - 1), 1)]);
    }

    /// <summary>
    /// (1 − f)·xⱼ + f·xⱼ₊₁ at place p = j + f of the input, a place beyond an end counting as that end.
    /// </summary>
    /// <remarks>
    /// For n inputs and m outputs, p = (i + ½)·n/m − ½, or (i + ½)/s − ½ with a scale s: inputs and outputs are cells of equal width over
    /// the same length. Where corners are aligned, p = i·(n − 1)/(m − 1): the first and the last values stay what they are. PyTorch's
    /// "linear" and "bilinear".
    /// </remarks>
    /// <param name="inputs">n.</param>
    /// <param name="outputs">m.</param>
    /// <param name="alignCorners">Whether the ends are kept; no scale has an effect then.</param>
    /// <param name="scale">s, where m = ⌊n·s⌋ was made by it; m/n if absent.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is less than 1, or the scale not above 0.</exception>
    public static AxisWeights Linear(int inputs, int outputs, bool alignCorners = false, double? scale = null)
    {
        CheckScale(scale);
        double step = alignCorners ? (inputs - 1) / Math.Max(outputs - 1.0, 1) : scale is { } s ? 1 / s : (double)inputs / outputs;
        return Make("linear", inputs, outputs, i =>
        {
            double place = Math.Clamp(alignCorners ? i * step : ((i + 0.5) * step) - 0.5, 0, inputs - 1);
            int first = (int)place;
            double rest = place - first;
            return rest == 0 ? [(first, 1)] : [(first, 1 - rest), (first + 1, rest)];
        });
    }

    /// <summary>What it does, and the extents.</summary>
    public override string ToString() => $"{_name} {Inputs} → {Outputs}";

    private static AxisWeights Make(string name, int inputs, int outputs, Func<int, List<(int, double)>> terms)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        return new AxisWeights(name, inputs, [.. Enumerable.Range(0, outputs).Select(terms)]);
    }

    private static void CheckScale(double? scale)
    {
        if (scale is { } given && !(given > 0 && double.IsFinite(given)))
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "AxisWeights: a scale is a finite number above 0.");
    }

    private AxisWeights Transpose()
    {
        var rows = new List<(int, double)>[Inputs];
        for (int j = 0; j < rows.Length; j++)
            rows[j] = [];
        for (int i = 0; i < Outputs; i++)
        {
            for (int term = _starts[i]; term < _starts[i + 1]; term++)
                rows[_sources[term]].Add((i, _weights[term]));
        }

        return new AxisWeights($"transposed {_name}", Outputs, rows) { _transposed = this };
    }
}
