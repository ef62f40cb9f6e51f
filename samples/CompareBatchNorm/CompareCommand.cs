using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using NormNet.Lab;
using NormNet.Samples.Common;
using NormNet.Tensors;

namespace NormNet.Samples.CompareBatchNorm;

/// <summary>The program's command line.</summary>
public sealed class CompareCommand
{
    private static readonly CompareOptions Defaults = new();

    private readonly Option<string> _layer =
        ProgramOptions.Choice("--layer", "Layer of the family", ["batch", "layer", "instance", "group", "rms"], Defaults.Layer);

    private readonly Option<Shape> _shape = new("--shape")
    {
        Description = "Shape of the input: N,C or N,C,H,W",
        HelpName = "N,C[,...]",
        DefaultValueFactory = _ => Defaults.Shape,
        CustomParser = ParseShape,
    };

    private readonly Option<int> _groups = ProgramOptions.Whole("--groups", "Groups of a group normalization", Defaults.Groups, minimum: 1);
    private readonly Option<string> _precision =
        ProgramOptions.Choice("--precision", "Type of the numbers", ["float", "double", "both"], Defaults.Precision);

    private readonly Option<string> _mode = ProgramOptions.Choice("--mode", "Mode of the layer", ["train", "eval", "frozen"], "train");
    private readonly Option<double> _mean = ProgramOptions.Number("--mean", "Mean of the input", Defaults.Mean);
    private readonly Option<double> _deviation = ProgramOptions.Number(
        "--deviation", "Standard deviation of the input", Defaults.Deviation, minimum: 0);
    private readonly Option<double> _epsilon = ProgramOptions.Number(
        "--epsilon", "Added to the variance inside the root", Defaults.Epsilon, minimum: 0);
    private readonly Option<string> _upstream = new("--upstream")
    {
        Description = "Upstream gradient: random, ones, or a file of numbers in row-major order",
        HelpName = "random|ones|FILE",
        DefaultValueFactory = _ => Defaults.Upstream,
    };

    private readonly Option<string> _wrong = ProgramOptions.Choice(
        "--wrong", "Compare a wrong backward of the gallery", [.. WrongBackwards<double>.All.Select(wrong => wrong.Name), ""], "");

    private readonly Option<bool> _gallery = new("--gallery") { Description = "Try every check on every wrong backward" };
    private readonly Option<int> _seed = ProgramOptions.Whole("--seed", "Start of all randomness", Defaults.Seed);
    private readonly Option<string?> _csv = ProgramOptions.PathTo("--csv", "File for the table", "FILE");
    private readonly Option<string?> _json = ProgramOptions.PathTo("--json", "File for rows and verdict", "FILE");
    private readonly Option<string?> _html = ProgramOptions.PathTo("--html", "File for a page with formulas and heat maps", "FILE");

    /// <summary>The command line with the program's defaults.</summary>
    public CompareCommand() =>
        Command = new RootCommand("Compares a normalization's gradient by formula, kernel, tape and finite differences.")
    {
        _layer, _shape, _groups, _precision, _mode, _mean, _deviation, _epsilon, _upstream, _wrong, _gallery, _seed, _csv, _json, _html,
    };

    /// <summary>The command, to be parsed.</summary>
    public RootCommand Command { get; }

    /// <summary>The options that a parsed command line gives.</summary>
    public CompareOptions Read(ParseResult line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return new CompareOptions
        {
            Layer = line.GetRequiredValue(_layer),
            Shape = line.GetRequiredValue(_shape),
            Groups = line.GetValue(_groups),
            Precision = line.GetRequiredValue(_precision),
            Mode = line.GetResult(_mode) is { Implicit: false } ? line.GetValue(_mode) : null,
            Mean = line.GetValue(_mean),
            Deviation = line.GetValue(_deviation),
            Epsilon = line.GetValue(_epsilon),
            Upstream = line.GetRequiredValue(_upstream),
            Wrong = line.GetValue(_wrong) is { Length: > 0 } wrong ? wrong : null,
            Gallery = line.GetValue(_gallery),
            Seed = line.GetValue(_seed),
            Csv = line.GetValue(_csv),
            Json = line.GetValue(_json),
            Html = line.GetValue(_html),
        };
    }

    private static Shape ParseShape(ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        string[] parts = text.Split(',');
        int[] extents =
            [.. parts.Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int extent) ? extent : 0)];
        if (extents.Length >= 2 && Array.TrueForAll(extents, extent => extent > 0)
            && extents.Aggregate(1L, (product, extent) => Math.Min(product * extent, 1L << 31)) < 1 << 28)
            return Shape.Of(extents);
        argument.AddError(
            $"--shape: '{text}' is not two or more whole numbers above 0, such as 32,8 or 8,4,7,7, with fewer than 2²⁸ elements");
        return Defaults.Shape;
    }
}
