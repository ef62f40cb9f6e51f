using System.Globalization;

namespace NormNet.Peers;

/// <summary>What the command line asks for.</summary>
internal sealed record Options
{
    internal const string Help = """
        Runs NormNet and TorchSharp (libtorch) on the same work in one process and prints how they compare.

        peers [options]
          --rows SUBSTRING   only the workloads whose name contains it, in whatever case
          --threads N,N      the thread counts to compare at (1,2)
          --blocks N         alternating blocks for each side, at least 5 (5)
          --json FILE        also write the rows to a file
          --family N         instead of timing: the normalization layers' numbers on N random configurations
          --seed N           where the random configurations start (1)
          --record FILE      instead of timing: write libtorch's numbers for the tests to a file
          --help             this text

        Exit codes: 0; 1 if results differ by more than rounding; 2 for wrong arguments, or if libtorch cannot be loaded.

        """;

    private const int FewestBlocks = 5;

    internal string Rows { get; private init; } = "";

    internal IReadOnlyList<int> Threads { get; private init; } = [1, 2];

    internal int Blocks { get; private init; } = FewestBlocks;

    internal string? Json { get; private init; }

    /// <summary>How many random configurations of the normalization family to compare; 0 for none.</summary>
    internal int Family { get; private init; }

    /// <summary>Where the random configurations start.</summary>
    internal int Seed { get; private init; } = 1;

    /// <summary>Where libtorch's numbers for the tests go.</summary>
    internal string? Record { get; private init; }

    internal bool ShowsHelp { get; private init; }

    /// <summary>Set in the processes that this program starts, to take libtorch's first training step there on so many threads.</summary>
    internal int? FirstStepThreads { get; private init; }

    /// <exception cref="ArgumentException">An option is unknown, has no value, or a value that means nothing.</exception>
    internal static Options Parse(ReadOnlySpan<string> arguments)
    {
        var options = new Options();
        for (int i = 0; i < arguments.Length; i++)
        {
            string option = arguments[i];
            if (option is "--help" or "-h")
            {
                options = options with { ShowsHelp = true };
                continue;
            }

            string? value = i + 1 < arguments.Length ? arguments[++i] : null;
            options = option switch
            {
                "--rows" => options with { Rows = Required(option, value) },
                "--threads" => options with { Threads = ParseThreads(Required(option, value)) },
                "--blocks" => options with { Blocks = AtLeast(option, Required(option, value), FewestBlocks) },
                "--json" => options with { Json = Required(option, value) },
                "--family" => options with { Family = AtLeast(option, Required(option, value), 1) },
                "--seed" => options with { Seed = AtLeast(option, Required(option, value), 0) },
                "--record" => options with { Record = Required(option, value) },
                FirstStepRows.Option => options with { FirstStepThreads = AtLeast(option, Required(option, value), 1) },
                _ => throw new ArgumentException($"unknown option '{option}'; --help lists the options"),
            };
        }

        return options.ShowsHelp || options.FirstStepThreads is not null || AllNames.Any(options.Wants)
            ? options
            : throw new ArgumentException($"no workload's name contains '{options.Rows}'; the names are: {string.Join("; ", AllNames)}");
    }

    private static IEnumerable<string> AllNames => [.. AllWorkloads.List.Select(workload => workload.Name), .. FirstStepRows.Names];

    internal bool Wants(string workload) => workload.Contains(Rows, StringComparison.OrdinalIgnoreCase);

    private static string Required(string option, string? value) => value ?? throw new ArgumentException($"{option} needs a value");

    private static int[] ParseThreads(string value) => [.. value.Split(',').Select(count => AtLeast("--threads", count, 1))];

    private static int AtLeast(string option, string value, int least) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least
            ? number
            : throw new ArgumentException($"{option} takes whole numbers from {least} on, not '{value}'");
}
