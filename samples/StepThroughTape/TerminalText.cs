using System.Globalization;
using System.Text;

namespace NormNet.Samples.StepThroughTape;

/// <summary>Text with colours, measured by the columns that are seen of it.</summary>
internal static class TerminalText
{
    private const string Reset = "\u001b[0m";

    public static string Bold(string text) => $"\u001b[1m{text}{Reset}";

    public static string Faint(string text) => $"\u001b[2m{text}{Reset}";

    public static string Reversed(string text) => $"\u001b[7m{text}{Reset}";

    /// <summary>One of the 256 colours.</summary>
    public static string Colored(string text, int color) =>
        string.Create(CultureInfo.InvariantCulture, $"\u001b[38;5;{color}m{text}{Reset}");

    /// <summary>The text in exactly that many columns: cut with an ellipsis, or followed by spaces.</summary>
    /// <remarks>Escape sequences and marks such as the hat of x̂ take no column.</remarks>
    public static string Fit(string text, int width)
    {
        var fitted = new StringBuilder();
        int columns = 0, total = Columns(text);
        bool styled = false;
        for (int i = 0; i < text.Length; i++)
        {
            int escape = EscapeLength(text, i);
            if (escape > 0)
            {
                fitted.Append(text, i, escape);
                styled = true;
                i += escape - 1;
                continue;
            }

            bool mark = IsMark(text[i]);
            if (!mark && total > width && columns == width - 1)
            {
                fitted.Append('…');
                columns++;
                break;
            }

            fitted.Append(text[i]);
            columns += mark ? 0 : 1;
        }

        return fitted.Append(styled ? Reset : "").Append(' ', width - columns).ToString();
    }

    /// <summary>How many columns the text takes.</summary>
    public static int Columns(string text)
    {
        int columns = 0;
        for (int i = 0; i < text.Length; i++)
        {
            int escape = EscapeLength(text, i);
            if (escape > 0)
                i += escape - 1;
            else if (!IsMark(text[i]))
                columns++;
        }

        return columns;
    }

    /// <summary>Lines of at most that many columns, broken at spaces where there are any; all but the first are indented.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        const string Indent = "    ";
        while (text.Length > width)
        {
            int space = text.LastIndexOf(' ', width);
            int end = space > width / 2 ? space : width;
            yield return text[..end];
            text = Indent + text[end..].TrimStart();
        }

        yield return text;
    }

    private static int EscapeLength(string text, int start) =>
        text[start] == '\u001b' ? text.IndexOf('m', start) - start + 1 : 0;

    private static bool IsMark(char c) => CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;
}
