using NormNet.Lab;

namespace NormNet.Samples.StepThroughTape;

/// <summary>The walk at the terminal: draws the screen, reads a key, moves.</summary>
internal sealed class Session(TraceStepper stepper)
{
    private int _scroll;
    private string _message = "";

    public void Run()
    {
        // The alternate screen keeps what was in the terminal before.
        System.Console.Write("\u001b[?1049h\u001b[?25l");
        try
        {
            do
                Draw();
            while (Obey(System.Console.ReadKey(intercept: true)));
        }
        finally
        {
            System.Console.Write("\u001b[?25h\u001b[?1049l");
        }
    }

    private void Draw()
    {
        List<string> lines = [.. Screen.Render(stepper, System.Console.WindowWidth, System.Console.WindowHeight, _scroll)];
        if (_message.Length > 0)
            lines[^1] = _message.Length > lines[^1].Length ? _message[..lines[^1].Length] : _message.PadRight(lines[^1].Length);
        System.Console.Write("\u001b[H" + string.Join("\r\n", lines) + "\u001b[J");
        _message = "";
    }

    /// <summary>Does what a key asks for; false to end.</summary>
    private bool Obey(ConsoleKeyInfo key)
    {
        int position = stepper.Position;
        switch (key.Key)
        {
            case ConsoleKey.RightArrow or ConsoleKey.N:
                stepper.Next();
                break;
            case ConsoleKey.LeftArrow or ConsoleKey.P:
                stepper.Previous();
                break;
            case ConsoleKey.Home:
                stepper.JumpTo(0);
                break;
            case ConsoleKey.End:
                stepper.JumpTo(stepper.Trace.Steps.Count - 1);
                break;
            case ConsoleKey.DownArrow:
                _scroll++;
                break;
            case ConsoleKey.UpArrow:
                _scroll = int.Max(0, _scroll - 1);
                break;
            case ConsoleKey.R:
                _message = ((key.Modifiers & ConsoleModifiers.Shift) != 0 ? stepper.RunBack() : stepper.Run()) ? "" : "no further breakpoint";
                break;
            case ConsoleKey.M:
                _message = stepper.JumpTo(StepTarget.Meeting) ? "" : "no other place where gradients meet";
                break;
            case ConsoleKey.G:
                Ask("jump to (%3, operation, scope, variable)", name => stepper.JumpTo(name));
                break;
            case ConsoleKey.B:
                Ask("break at (the same again removes it)", ToggleBreakpoint);
                break;
            case ConsoleKey.W:
                Ask("watch (the same again removes it)", ToggleWatch);
                break;
            case ConsoleKey.Q or ConsoleKey.Escape:
                return false;
        }

        if (stepper.Position != position)
            _scroll = 0;
        return true;
    }

    private void ToggleBreakpoint(string name)
    {
        var target = StepTarget.Parse(name, stepper.Trace);
        StepTarget? old = stepper.Breakpoints.FirstOrDefault(breakpoint => breakpoint.ToString() == target.ToString());
        if (old is null)
            stepper.Breakpoints.Add(target);
        else
            stepper.Breakpoints.Remove(old);
    }

    private void ToggleWatch(string name)
    {
        if (!stepper.Unwatch(name))
            stepper.Watch(name);
    }

    private void Ask(string question, Action<string> act)
    {
        System.Console.Write($"\r\u001b[K{question}: \u001b[?25h");
        string? answer = System.Console.ReadLine();
        System.Console.Write("\u001b[?25l");
        if (string.IsNullOrWhiteSpace(answer))
            return;
        try
        {
            act(answer.Trim());
        }
        catch (ArgumentException error)
        {
            _message = error.Message.Split(" (Parameter", StringSplitOptions.None)[0];
        }
    }
}
