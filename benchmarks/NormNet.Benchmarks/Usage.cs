namespace NormNet.Benchmarks;

/// <summary>What the program can do, and how it ends when asked for something else.</summary>
internal static class Usage
{
    internal const int Wrong = 2;

    private const string Text = """
        NormNet's own times and allocations. benchmarks/Peers compares them with libtorch's.

        benchmarks --filter '*'           all benchmarks; BenchmarkDotNet's other options hold too
        benchmarks --filter '*Family*'    Product, Convolution, Family, Step, Tape
        benchmarks --list flat            their names
        benchmarks growth [DIR]           how a training step's cost grows with batch, width and depth:
                                          growth-batch, growth-width and growth-depth as PNG, SVG and CSV in DIR (growth)
        benchmarks soak [STEPS]           memory over a long training (100000 steps)

        """;

    internal static int Print(TextWriter output, int exitCode)
    {
        output.Write(Text);
        return exitCode;
    }

    internal static int OrFail(Action action)
    {
        try
        {
            action();
            return 0;
        }
        catch (Exception error) when (error is ArgumentException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"benchmarks: {error.Message}");
            return Wrong;
        }
    }
}
