using System.Globalization;

namespace NormNet.Autograd;

/// <summary>Constants and axes as formulas show them.</summary>
internal static class FormulaText
{
    internal static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    internal static string Axes(int[] axes) =>
        axes.Length == 0 ? "" : $" over {(axes.Length == 1 ? "axis" : "axes")} {string.Join(", ", axes)}";
}
