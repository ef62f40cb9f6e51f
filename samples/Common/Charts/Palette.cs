using ScottPlot;
using ScottPlot.Colormaps;

namespace NormNet.Samples.Common;

/// <summary>Colours that readers with any colour vision tell apart: Okabe and Ito's, <c>jfly.uni-koeln.de/color</c> (2008).</summary>
public static class Palette
{
    /// <summary>Text, axes and outlines.</summary>
    public static readonly Color Ink = Color.FromHex("#222222");

    /// <summary>Grids and frames.</summary>
    public static readonly Color Faint = Color.FromHex("#DDDDDD");

    /// <summary>What marks a mistake.</summary>
    public static readonly Color Wrong = Color.FromHex("#D55E00");

    /// <summary>Curves take these in order; neighbours differ in lightness too, so a grey print still shows them apart.</summary>
    private static readonly Color[] Series =
    [
        Color.FromHex("#0072B2"), Color.FromHex("#E69F00"), Color.FromHex("#009E73"),
        Color.FromHex("#CC79A7"), Color.FromHex("#56B4E9"), Color.FromHex("#D55E00"),
    ];

    /// <summary>White for nothing, dark blue for all.</summary>
    internal static readonly IColormap Share = Interpolate("#FFFFFF", "#9ECAE1", "#3182BD", "#08306B");

    /// <summary>Blue below zero, white at zero, orange above: for weights.</summary>
    internal static readonly IColormap Signed = Interpolate("#08306B", "#4292C6", "#F7F7F7", "#E6883C", "#7F2704");

    /// <summary>Paper white for 0 and black for 1: for pictures of ink.</summary>
    internal static readonly IColormap Paper = Interpolate("#FFFFFF", "#000000");

    /// <summary>The colour of a curve, or of a class, by its number.</summary>
    public static Color Curve(int index) => Series[index % Series.Length];

    private static CustomInterpolated Interpolate(params string[] hex) => new([.. hex.Select(Color.FromHex)]);
}
