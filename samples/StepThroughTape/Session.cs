using NormNet.Lab;

namespace NormNet.Samples.StepThroughTape;

/// <summary>The walk at the terminal: draws the screen, reads a key, moves.</summary>
internal sealed class Session
{
    // Colours are left out where the user's environment asks for that (https://no-color.org).
    private readonly bool _colors = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
    private readonly TraceStepper _whole;
    private readonly Keyboard _keyboard;
    private TraceStepper _stepper;
    private int _scroll;
    private string _message = "";

    public Session(TraceStepper whole, CancellationToken stop)
    {
        _whole = _stepper = whole;
        _keyboard = new Keyboard(stop);
    }

    private static int PageHeight => System.Console.WindowHeight - 4;

    private string? Inside => _stepper == _whole ? null : $"%{_whole.Current.Node.Id} {_whole.Current.Node.Operation}";

    public void Run()
    {
        // The alternate screen keeps what was in the terminal before.
        System.Console.Write("\u001b[?1049h\u001b[?25l");
        try
        {
            do
                Draw();
            while (Obey(_keyboard.Next(Draw)));
        }
        finally
        {
            System.Console.Write("\u001b[0m\u001b[?25h\u001b[?1049l");
        }
    }

    private void Draw()
    {
        int width = System.Console.WindowWidth;
        List<string> lines = [.. Screen.Render(_stepper, width, System.Console.WindowHeight, ref _scroll, _colors, Inside)];
        if (_message.Length > 0)
            lines[^1] = TerminalText.Fit(_message, width);
        Show(lines);
        _message = "";
    }

    /// <summary>One write for the whole screen, over what was there: nothing flickers.</summary>
    private static void Show(IEnumerable<string> lines) =>
        System.Console.Write("\u001b[?25l\u001b[H" + string.Join("\r\n", lines) + "\u001b[J");

    /// <summary>Does what a key asks for; false to end.</summary>
    private bool Obey(ConsoleKeyInfo key)
    {
        (TraceStepper stepper, int position) = (_stepper, _stepper.Position);
        bool shift = (key.Modifiers & ConsoleModifiers.Shift) != 0;
        switch (key.Key)
        {
            case ConsoleKey.RightArrow or ConsoleKey.N or ConsoleKey.Spacebar:
                _message = _stepper.Next() ? "" : "this is the last step";
                break;
            case ConsoleKey.LeftArrow or ConsoleKey.P:
                _message = _stepper.Previous() ? "" : "this is the first step";
                break;
            case ConsoleKey.Home:
                _stepper.JumpTo(0);
                break;
            case ConsoleKey.End:
                _stepper.JumpTo(_stepper.Trace.Steps.Count - 1);
                break;
            case ConsoleKey.DownArrow:
                _scroll++;
                break;
            case ConsoleKey.UpArrow:
                _scroll--;
                break;
            case ConsoleKey.PageDown:
                _scroll += PageHeight;
                break;
            case ConsoleKey.PageUp:
                _scroll -= PageHeight;
                break;
            case ConsoleKey.R when _stepper.Breakpoints.Count == 0:
                _message = "no breakpoint is set: b sets one";
                break;
            case ConsoleKey.R:
                bool stopped = shift ? _stepper.RunBack() : _stepper.Run();
                _message = stopped ? "" : $"no further breakpoint: this is the {(shift ? "first" : "last")} step";
                break;
            case ConsoleKey.M:
                RunToMeeting();
                break;
            case ConsoleKey.G:
                Ask("jump to (%3, operation, module, variable)", Jump);
                break;
            case ConsoleKey.B:
                Ask("break at (the same again removes it)", ToggleBreakpoint);
                break;
            case ConsoleKey.W:
                Ask("watch (the same again removes it)", ToggleWatch);
                break;
            case ConsoleKey.U:
                Unfold();
                break;
            case ConsoleKey.Escape when _stepper != _whole:
                _stepper = _whole;
                break;
            case ConsoleKey.Q or ConsoleKey.Escape:
                return false;
            default:
                if (key.KeyChar is '?' or 'h')
                    Help();
                break;
        }

        if (_stepper != stepper || _stepper.Position != position)
            _scroll = 0;
        return true;
    }

    private void Unfold()
    {
        if (_stepper != _whole)
            _stepper = _whole;
        else if (_stepper.Unfold() is { } unfolded)
            _stepper = unfolded;
        else
            _message = "only a fused normalization unfolds";
    }

    private void RunToMeeting()
    {
        int position = _stepper.Position;
        if (!_stepper.JumpTo(StepTarget.Meeting))
            _message = _stepper.Current.IsMeeting ? "gradients meet nowhere else" : "gradients meet nowhere: every variable is used once";
        else if (_stepper.Position < position)
            _message = "from the start again";
    }

    private void Help()
    {
        void DrawHelp() => Show(Screen.Help(System.Console.WindowWidth, System.Console.WindowHeight));
        DrawHelp();
        _keyboard.Next(DrawHelp);
    }

    private void Jump(string name) => _message = _stepper.JumpTo(name) ? "" : $"{name} is nowhere else";

    private void ToggleBreakpoint(string name)
    {
        var target = StepTarget.Parse(name, _stepper.Trace);
        StepTarget? old = _stepper.Breakpoints.FirstOrDefault(breakpoint => breakpoint.ToString() == target.ToString());
        if (old is null)
            _stepper.Breakpoints.Add(target);
        else
            _stepper.Breakpoints.Remove(old);
    }

    private void ToggleWatch(string name)
    {
        if (!_stepper.Unwatch(name))
            _stepper.Watch(name);
    }

    private void Ask(string question, Action<string> act)
    {
        TapeTrace trace = _stepper.Trace;
        string[] names =
        [
            .. trace.Variables.Select(variable => variable.Name)
                .Concat(trace.Nodes.Select(node => node.Operation))
                .Concat(trace.Nodes.Select(node => node.Scope).Where(scope => scope.Length > 0))
                .Append("meeting").Append("nan").Distinct(),
        ];
        string answer = new Prompt(_keyboard, names, Draw).Ask(question);
        if (answer.Length == 0)
            return;
        try
        {
            act(answer);
        }
        catch (ArgumentException error)
        {
            _message = error.Message.Split(" (Parameter", StringSplitOptions.None)[0];
        }
    }
}
