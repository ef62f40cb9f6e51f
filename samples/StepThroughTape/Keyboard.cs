namespace NormNet.Samples.StepThroughTape;

/// <summary>Keys, waited for without missing that the window changed or that the program is to end.</summary>
internal sealed class Keyboard(CancellationToken stop)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(25);

    /// <summary>The next key; meanwhile, redraws whenever the window has another size.</summary>
    public ConsoleKeyInfo Next(Action redraw)
    {
        (int, int) size = Size();
        while (!System.Console.KeyAvailable)
        {
            stop.ThrowIfCancellationRequested();
            Thread.Sleep(Glance);
            if (size == Size())
                continue;
            size = Size();
            redraw();
        }

        return System.Console.ReadKey(intercept: true);
    }

    private static (int Width, int Height) Size() => (System.Console.WindowWidth, System.Console.WindowHeight);
}
