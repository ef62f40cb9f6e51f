using NormNet.Tensors;

namespace NormNet.Samples.CompareBatchNorm;

/// <summary>What the program was asked to compare.</summary>
public sealed record CompareOptions
{
    /// <summary>The layer's word on the command line.</summary>
    public string Layer { get; init; } = "batch";

    /// <summary>The input's shape, (N, C, ...).</summary>
    public Shape Shape { get; init; } = [32, 8];

    /// <summary>Groups of a group normalization.</summary>
    public int Groups { get; init; } = 4;

    /// <summary><c>float</c>, <c>double</c> or <c>both</c>.</summary>
    public string Precision { get; init; } = "both";

    /// <summary><c>train</c>, <c>eval</c> or <c>frozen</c>; null for train, or for the mode in which the wrong backward is one.</summary>
    public string? Mode { get; init; }

    /// <summary>The mean of x.</summary>
    public double Mean { get; init; } = 12;

    /// <summary>The standard deviation of x.</summary>
    public double Deviation { get; init; } = 5;

    /// <summary>ε.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary><c>random</c>, <c>ones</c> or a file of numbers.</summary>
    public string Upstream { get; init; } = "random";

    /// <summary>A mistake of the gallery to compare; null for none.</summary>
    public string? Wrong { get; init; }

    /// <summary>Whether the whole gallery is tried.</summary>
    public bool Gallery { get; init; }

    /// <summary>Where the random numbers start.</summary>
    public int Seed { get; init; }

    /// <summary>The file for the table; null for none.</summary>
    public string? Csv { get; init; }

    /// <summary>The file for rows and verdict; null for none.</summary>
    public string? Json { get; init; }

    /// <summary>The file for the page; null for none.</summary>
    public string? Html { get; init; }
}
