using System.Numerics;

namespace NormNet.Data;

/// <summary>What a CSV file holds.</summary>
/// <param name="Data">The samples, with inputs of shape (features), and labels or targets of shape (columns).</param>
/// <param name="Features">The names of the input columns, in order.</param>
/// <param name="Classes">
/// What each class is called in the file, by its number: the words in ordinal order, or <c>0</c>, <c>1</c>, ... where the file has numbers.
/// Empty where the samples have targets.
/// </param>
public sealed record CsvData<T>(DataSet<T> Data, IReadOnlyList<string> Features, IReadOnlyList<string> Classes)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
