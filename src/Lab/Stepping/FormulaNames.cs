using System.Globalization;
using System.Text;

namespace NormNet.Lab;

/// <summary>Formulas with the names of a node's variables in place of the operation's symbols.</summary>
/// <remarks>
/// A symbol is a single letter with its marks and subscripts. Symbols stand for the inputs in order of first appearance, which holds for
/// an operation written as it is read; those written otherwise are listed here, σ² as one symbol where it is an input.
/// </remarks>
internal static class FormulaNames
{
    private static readonly Dictionary<string, string[]> InOrder = new()
    {
        ["Normalize"] = ["x", "γ", "β"],
        ["NormalizeInputGradient"] = ["x", "u", "γ"],
        ["NormalizeWeightGradient"] = ["x", "u"],
        ["NormalizeWithStatistics"] = ["x", "μ", "σ²", "γ", "β"],
        ["NormalizeWithStatisticsWeightGradient"] = ["x", "μ", "σ²", "u"],
        ["ReluGradient"] = ["y", "u"],
        ["Convolution2DInputGradient"] = ["w", "u"],
        ["MaxPool2DGather"] = ["x", "v"],
        ["MaxPool2DScatter"] = ["x", "u"],
        ["MaxPool2D"] = ["x"],
        ["AveragePool2D"] = ["x"],
    };

    /// <summary>The formula of a node with its names; the formula as it is, where its symbols do not match the inputs.</summary>
    internal static string Fill(TraceNode node)
    {
        List<string> symbols = Split(node.Formula);
        int equals = symbols.IndexOf("=");
        if (equals < 0)
            return node.Formula;

        IReadOnlyList<string> inputs = InOrder.GetValueOrDefault(node.Operation)
            ?? [.. symbols.Skip(equals).Where(IsSymbol).Distinct()];
        var text = new StringBuilder(node.Output.Name).Append(' ');
        for (int i = equals; i < symbols.Count; i++)
        {
            string part = symbols[i];
            int input = IsSymbol(part) ? IndexOf(inputs, part) : -1;
            if (input < 0 && i + 1 < symbols.Count && IndexOf(inputs, part + symbols[i + 1]) is >= 0 and int squared)
            {
                input = squared;
                i++;
            }

            text.Append(input >= 0 && input < node.Inputs.Count ? node.Inputs[input].Name : part);
        }

        return text.ToString();
    }

    /// <summary>The parts of a formula: symbols and words with their marks and subscripts, and all other characters one by one.</summary>
    internal static List<string> Split(string formula)
    {
        var parts = new List<string>();
        for (int start = 0; start < formula.Length;)
        {
            int end = start + 1;
            if (IsLetter(formula[start]))
            {
                while (end < formula.Length && (IsLetter(formula[end]) || IsMark(formula[end])))
                    end++;
            }

            parts.Add(formula[start..end]);
            start = end;
        }

        return parts;
    }

    internal static bool IsSymbol(string part) => IsLetter(part[0]) && part.Count(IsLetter) == 1;

    private static int IndexOf(IReadOnlyList<string> inputs, string symbol)
    {
        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i] == symbol)
                return i;
        }

        return -1;
    }

    // ᵀ and its like are letters to Unicode, and Σ is one too, but here they are operators.
    private static bool IsLetter(char c) =>
        char.IsLetter(c) && c != 'Σ' && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.ModifierLetter;

    private static bool IsMark(char c) =>
        c is (>= '₀' and <= '₉') or 'ₙ' || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;
}
