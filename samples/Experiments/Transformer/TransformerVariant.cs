using System.Globalization;

namespace NormNet.Samples.Experiments;

/// <summary>One cell of the table.</summary>
/// <param name="Norm">What normalizes, and where.</param>
/// <param name="Rate">The highest learning rate.</param>
/// <param name="WarmUp">Whether the rate rises to it slowly.</param>
internal sealed record TransformerVariant(TransformerNorm Norm, double Rate, bool WarmUp)
{
    internal string Key => string.Create(CultureInfo.InvariantCulture, $"{Norm.Key}-{Rate}{(WarmUp ? "-warm-up" : "")}");

    internal static IEnumerable<TransformerVariant> All(IReadOnlyList<double> rates) =>
        from norm in TransformerNorm.All
        from warmUp in (bool[])[false, true]
        from rate in rates
        select new TransformerVariant(norm, rate, warmUp);
}
