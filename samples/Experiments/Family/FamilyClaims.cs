using System.Globalization;

namespace NormNet.Samples.Experiments;

/// <summary>What the paper says of the family, judged.</summary>
/// <remarks>
/// "Above" means by more than two standard errors of the difference over seeds; less than that decides nothing. A run that diverged has
/// error 1.
/// </remarks>
internal static class FamilyClaims
{
    internal static IReadOnlyList<Claim> Judge(RunResults results) =>
    [
        Above(results, "IN's validation error is above GN's", FamilyVariant.Instance, FamilyVariant.Group),
        Above(results, "LN's validation error is above GN's", FamilyVariant.Layer, FamilyVariant.Group),
        Above(results, "GN's validation error is above BN's", FamilyVariant.Group, FamilyVariant.Batch),
        Above(results, "BN's training error is above GN's", FamilyVariant.Batch, FamilyVariant.Group, ResidualTraining.TrainingError),
        WorseThanAll(results),
    ];

    private static Claim Above(
        RunResults results, string text, FamilyVariant more, FamilyVariant less, string error = ResidualTraining.Error)
    {
        Spread a = Errors(results, more, error), b = Errors(results, less, error);
        return SeedNoise.Above(text, a, b, $"{Text(more, a)}, {Text(less, b)}");
    }

    private static Claim WorseThanAll(RunResults results)
    {
        FamilyVariant[] without = [FamilyVariant.None, FamilyVariant.NoneSlow];
        FamilyVariant[] members = [.. FamilyVariant.All.Except(without)];
        FamilyVariant best = without.MinBy(variant => Errors(results, variant).Mean)!;
        FamilyVariant worst = members.MaxBy(variant => Errors(results, variant).Mean)!;
        Spread bestErrors = Errors(results, best), worstErrors = Errors(results, worst);
        return new Claim(
            "Without normalization the validation error is above that of every member, at the better of two rates too",
            SeedNoise.All(members.Select(member => SeedNoise.IsAbove(bestErrors, Errors(results, member)))),
            $"{Text(best, bestErrors)}, the worst member {Text(worst, worstErrors)}{SeedNoise.Caution(bestErrors, worstErrors)}");
    }

    private static Spread Errors(RunResults results, FamilyVariant variant, string error = ResidualTraining.Error) =>
        results.Over(variant.Key, result => result.Diverged ? 1 : result.Value(error));

    private static string Text(FamilyVariant variant, Spread error) =>
        string.Create(CultureInfo.InvariantCulture, $"{variant.Title} {error.Text("F2", 100)} %");
}
