namespace NormNet.Samples.Experiments;

/// <summary>A member of the family in the table.</summary>
/// <param name="Key">Its name in keys and files.</param>
/// <param name="Title">Its name in tables.</param>
/// <param name="Norm">What normalizes.</param>
/// <param name="Paper">The paper's validation error in per cent; null where it has none.</param>
/// <param name="RateFactor">What the learning rate is multiplied by.</param>
internal sealed record FamilyVariant(string Key, string Title, ResidualNorm Norm, double? Paper = null, double RateFactor = 1)
{
    private const double SlowFactor = 0.1;

    internal static FamilyVariant Batch { get; } = Of(ResidualNorm.Batch, 23.6);

    internal static FamilyVariant Layer { get; } = Of(ResidualNorm.Layer, 25.3);

    internal static FamilyVariant Instance { get; } = Of(ResidualNorm.Instance, 28.4);

    internal static FamilyVariant Group { get; } = Of(ResidualNorm.Group, 24.1);

    internal static FamilyVariant Rms { get; } = Of(ResidualNorm.Rms);

    internal static FamilyVariant None { get; } = Of(ResidualNorm.None);

    internal static FamilyVariant NoneSlow { get; } =
        new("none-slow", "none, a tenth of the rate", ResidualNorm.None, RateFactor: SlowFactor);

    internal static IReadOnlyList<FamilyVariant> All { get; } = [Batch, Layer, Instance, Group, Rms, None, NoneSlow];

    private static FamilyVariant Of(ResidualNorm norm, double? paper = null) => new(norm.Key, norm.Title, norm, paper);
}
