namespace NormNet.Samples.Experiments;

/// <summary>One network and its recipe.</summary>
/// <param name="Key">Its name in keys and files.</param>
/// <param name="Title">Its name in tables, the paper's where it has one.</param>
/// <param name="BatchNorm">Whether each convolution is followed by batch normalization.</param>
/// <param name="RateFactor">How many times the base rate the learning rate starts at.</param>
/// <param name="Changes">What is changed in Inception's recipe.</param>
/// <param name="Sigmoid">Whether the nonlinearity is the sigmoid in place of ReLU.</param>
internal sealed record InceptionVariant(
    string Key, string Title, bool BatchNorm, double RateFactor, SideChanges Changes, bool Sigmoid = false)
{
    internal static InceptionVariant Inception { get; } = new("inception", "Inception", false, 1, SideChanges.None);

    internal static InceptionVariant Baseline { get; } = new("bn-baseline", "BN-Baseline", true, 1, SideChanges.None);

    internal static InceptionVariant Times5 { get; } = new("bn-x5", "BN-x5", true, 5, SideChanges.All);

    internal static InceptionVariant Times30 { get; } = new("bn-x30", "BN-x30", true, 30, SideChanges.All);

    internal static InceptionVariant Times5Sigmoid { get; } =
        new("bn-x5-sigmoid", "BN-x5-Sigmoid", true, 5, SideChanges.All, Sigmoid: true);

    internal static InceptionVariant PlainSigmoid { get; } =
        new("sigmoid", "Inception, sigmoid", false, 1, SideChanges.None, Sigmoid: true);

    internal static InceptionVariant PlainTimes5 { get; } = new("inception-x5", "Inception-x5", false, 5, SideChanges.None);

    internal static InceptionVariant PlainTimes30 { get; } = new("inception-x30", "Inception-x30", false, 30, SideChanges.None);

    /// <summary>The rows of the paper's table, and what its text says of networks without normalization.</summary>
    internal static IReadOnlyList<InceptionVariant> Rows { get; } =
        [Inception, Baseline, Times5, Times30, Times5Sigmoid, PlainSigmoid, PlainTimes5, PlainTimes30];

    /// <summary>The recipe taken apart: the changes without batch normalization, it without the changes, and without one of them.</summary>
    internal static IReadOnlyList<InceptionVariant> Ablation { get; } =
    [
        Inception with { Key = "recipe", Title = "Inception with all changes", Changes = SideChanges.All },
        PlainTimes5 with { Key = "recipe-x5", Title = "Inception-x5 with all changes", Changes = SideChanges.All },
        Times5 with { Key = "bn-x5-alone", Title = "BN-x5 without any change", Changes = SideChanges.None },
        .. SideChange.Each.Select(change => Times5 with
        {
            Key = $"bn-x5-{change.Switch}", Title = $"BN-x5, {change.Kept}", Changes = SideChanges.All & ~change.Flag,
        }),
    ];

    /// <summary>Whether a change is made.</summary>
    internal bool Has(SideChanges change) => Changes.HasFlag(change);

    /// <summary>The same without some changes.</summary>
    internal InceptionVariant Without(SideChanges kept) => this with { Changes = Changes & ~kept };
}
