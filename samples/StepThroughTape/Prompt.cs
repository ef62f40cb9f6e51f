namespace NormNet.Samples.StepThroughTape;

/// <summary>A line typed at the foot of the screen: Enter takes it, Esc leaves it, Tab goes through the names that begin like it.</summary>
internal sealed class Prompt(Keyboard keyboard, IReadOnlyList<string> names, Action redraw)
{
    private string _typed = "";
    private string _stem = "";
    private int _candidate = -1;

    /// <summary>The answer without spaces around it; empty where the question was left.</summary>
    public string Ask(string question)
    {
        while (true)
        {
            Draw(question);
            ConsoleKeyInfo key = keyboard.Next(() =>
            {
                redraw();
                Draw(question);
            });
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    return _typed.Trim();
                case ConsoleKey.Escape:
                    return "";
                case ConsoleKey.Tab:
                    Complete();
                    break;
                case ConsoleKey.Backspace:
                    Type(_typed.Length > 0 ? _typed[..^1] : "");
                    break;
                default:
                    if (!char.IsControl(key.KeyChar))
                        Type(_typed + key.KeyChar);
                    break;
            }
        }
    }

    private void Type(string text)
    {
        _typed = _stem = text;
        _candidate = -1;
    }

    private void Complete()
    {
        string[] candidates = [.. names.Where(name => name.StartsWith(_stem, StringComparison.OrdinalIgnoreCase))];
        if (candidates.Length > 0)
            _typed = candidates[_candidate = (_candidate + 1) % candidates.Length];
    }

    private void Draw(string question)
    {
        int width = System.Console.WindowWidth, room = int.Max(1, width - TerminalText.Columns(question) - 3);
        string end = _typed.Length > room ? _typed[^room..] : _typed;
        int column = int.Min(width, TerminalText.Columns(question) + TerminalText.Columns(end) + 3);
        int row = System.Console.WindowHeight;
        System.Console.Write($"\u001b[{row};1H{TerminalText.Fit($"{question}: {end}", width)}\u001b[{row};{column}H\u001b[?25h");
    }
}
