namespace NormNet.Samples.Common;

/// <summary>Which axes of a chart count powers.</summary>
[Flags]
public enum LogarithmicAxes
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>The horizontal axis: equal distances are equal ratios of x.</summary>
    Horizontal = 1,

    /// <summary>The vertical axis: equal distances are equal ratios of y.</summary>
    Vertical = 2,

    /// <summary>Both axes.</summary>
    Both = Horizontal | Vertical,
}
