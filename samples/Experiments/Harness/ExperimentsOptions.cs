namespace NormNet.Samples.Experiments;

/// <summary>What the command line says.</summary>
internal sealed record ExperimentsOptions
{
    /// <summary>The experiments to run, one or all.</summary>
    public required IReadOnlyList<Experiment> Experiments { get; init; }

    /// <summary>Whether to write an index of all.</summary>
    public bool All { get; init; }

    public Effort Effort { get; init; } = Effort.Full;

    public string? Data { get; init; }

    /// <summary>Runs of each variant; null for one in the quick setting and three in the full one.</summary>
    public int? Seeds { get; init; }

    public int Seed { get; init; } = 1;

    public string Out { get; init; } = "experiments";

    public string? Json { get; init; }

    public int? Threads { get; init; }

    public bool Quiet { get; init; }

    public IReadOnlySet<string> Switches { get; init; } = new HashSet<string>();

    internal ExperimentSettings Settings => new(
        Effort,
        Seeds ?? (Effort == Effort.Full ? 3 : 1),
        Seed,
        Data is null ? ImageSets.Made() : ImageSets.FromFolder(Data))
    {
        Switches = Switches,
    };
}
