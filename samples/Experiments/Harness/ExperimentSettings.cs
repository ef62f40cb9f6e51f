namespace NormNet.Samples.Experiments;

/// <summary>How long an experiment may take.</summary>
internal enum Effort
{
    /// <summary>A second or two: only that everything runs. For tests.</summary>
    Tiny,

    /// <summary>Under two minutes on two cores.</summary>
    Quick,

    /// <summary>What the paper does, as far as half an hour on two cores goes.</summary>
    Full,
}

/// <summary>What the command line asks of an experiment.</summary>
/// <param name="Effort">How long it may take.</param>
/// <param name="Seeds">Runs of each variant.</param>
/// <param name="FirstSeed">Their seeds are this and the numbers after it.</param>
/// <param name="Images">MNIST's files or made digits, read when first used.</param>
internal sealed record ExperimentSettings(Effort Effort, int Seeds, int FirstSeed, ImageSets Images)
{
    /// <summary>Whether anything less than the full setting was asked for.</summary>
    public bool Quick => Effort != Effort.Full;

    /// <summary>The experiment's own switches that are on, by their names.</summary>
    public IReadOnlySet<string> Switches { get; init; } = new HashSet<string>();

    /// <summary>The seeds, in order.</summary>
    public IEnumerable<int> SeedNumbers => Enumerable.Range(FirstSeed, Seeds);

    /// <summary>One of three values by the effort.</summary>
    public T Pick<T>(T tiny, T quick, T full) => Effort switch
    {
        Effort.Tiny => tiny,
        Effort.Quick => quick,
        _ => full,
    };
}
