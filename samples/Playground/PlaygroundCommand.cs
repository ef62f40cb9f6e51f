using System.CommandLine;
using System.Globalization;
using NormNet.Samples.Common;

namespace NormNet.Samples.Playground;

/// <summary>The program's command line.</summary>
public sealed class PlaygroundCommand
{
    private const int MostSamples = 1_000_000, MostLayers = 16, MostUnits = 4096;

    private static readonly PlaygroundOptions Defaults = new();

    private readonly Option<string> _points = ProgramOptions.Choice("--data", "Points in the plane", PointSets.Words, Defaults.Points);

    private readonly Option<int> _samples =
        ProgramOptions.Whole("--samples", "Points to train on", Defaults.Samples, minimum: 2, maximum: MostSamples);

    private readonly Option<double?> _noise =
        ProgramOptions.NumberOrNone("--noise", "How far points stray; without it, what suits the set", minimum: 0);

    private readonly Option<string> _hidden = new("--hidden")
    {
        Description = "Units of each hidden layer",
        HelpName = "N[,...]",
        DefaultValueFactory = _ => string.Join(',', Defaults.Hidden),
    };

    private readonly LearningOptions _learning = new(Defaults.Training, output: "animation.png, boundary.png, loss.png");

    /// <summary>The command line with the program's defaults.</summary>
    public PlaygroundCommand()
    {
        _hidden.Validators.Add(result =>
        {
            string text = result.GetValueOrDefault<string>();
            if (Units(text) is not { Length: <= MostLayers } units || units.Any(n => n is < 1 or > MostUnits))
                result.AddError($"--hidden: '{text}' is not 1 to {MostLayers} whole numbers from 1 to {MostUnits}, such as 16,16");
        });
        Command = new RootCommand("Trains a small network on points in the plane and draws its decision boundary as it learns.")
        {
            _points, _samples, _noise, _hidden,
        };
        _learning.AddTo(Command);
    }

    /// <summary>The command, to be parsed.</summary>
    public RootCommand Command { get; }

    /// <summary>The options that a parsed command line gives.</summary>
    public PlaygroundOptions Read(ParseResult line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return new PlaygroundOptions
        {
            Points = line.GetRequiredValue(_points),
            Samples = line.GetValue(_samples),
            Noise = line.GetValue(_noise),
            Hidden = Units(line.GetRequiredValue(_hidden)),
            Training = _learning.Read(line),
        };
    }

    /// <summary>The numbers between commas; 0 for what is none.</summary>
    private static int[] Units(string text) =>
        [.. text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : 0)];
}
