namespace NormNet.Samples.Experiments;

/// <summary>What one training gave.</summary>
internal sealed class RunResult
{
    /// <summary>Numbers by name.</summary>
    public Dictionary<string, double> Values { get; init; } = [];

    /// <summary>Curves by name.</summary>
    public Dictionary<string, Series> Curves { get; init; } = [];

    /// <summary>Pictures by name: rows from top to bottom.</summary>
    public Dictionary<string, double[][]> Pictures { get; init; } = [];

    /// <summary>Whether a loss or gradient was not finite: the numbers are those up to there.</summary>
    public bool Diverged { get; set; }

    /// <summary>Seconds of training as the run measured them, or of the whole run where it measured none.</summary>
    public double Seconds { get; set; }

    /// <summary>Samples trained on.</summary>
    public long Samples { get; set; }

    /// <summary>A number, or NaN where the run has none of this name (it diverged before).</summary>
    public double Value(string name) => Values.GetValueOrDefault(name, double.NaN);

    /// <summary>The curve of this name, empty at first.</summary>
    public Series Curve(string name)
    {
        if (!Curves.TryGetValue(name, out Series? series))
            Curves[name] = series = new Series();
        return series;
    }
}

/// <summary>Values over positions, such as test accuracy over steps.</summary>
internal sealed class Series
{
    public List<double> X { get; init; } = [];

    public List<double> Y { get; init; } = [];

    public void Add(double x, double y)
    {
        X.Add(x);
        Y.Add(y);
    }

    /// <summary>The value at a position that was added; NaN for another.</summary>
    public double At(double x) => X.IndexOf(x) is >= 0 and int index ? Y[index] : double.NaN;

    /// <summary>The first position whose value is at least so much; null where none is.</summary>
    public double? FirstAtLeast(double value) => Y.FindIndex(y => y >= value) is >= 0 and int index ? X[index] : null;
}
