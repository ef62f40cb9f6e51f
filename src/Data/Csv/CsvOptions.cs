namespace NormNet.Data;

/// <summary>How a CSV file is written, and which of its columns are the answers; every other column is an input.</summary>
/// <remarks>
/// Columns are called by the names of the first line, or by their numbers from 1 where <see cref="HasHeader"/> is false. Either
/// <see cref="Label"/> or <see cref="Targets"/> is to be given.
/// </remarks>
public sealed record CsvOptions
{
    /// <summary>What stands between two fields.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>Whether the first line has the names of the columns.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>The column with each sample's class.</summary>
    public string? Label { get; init; }

    /// <summary>The columns with the numbers to predict.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Columns that are not read.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];
}
