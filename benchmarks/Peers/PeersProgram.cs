namespace NormNet.Peers;

/// <summary>Runs what the options ask for; bad arguments and a libtorch that cannot be loaded end in one line on the error stream.</summary>
internal static class PeersProgram
{
    private const int Wrong = 1;
    private const int BadInput = 2;

    internal static int Run(string[] arguments)
    {
        try
        {
            var options = Options.Parse(arguments);
            if (options.ShowsHelp)
            {
                Console.Out.Write(Options.Help);
                return 0;
            }

            if (options.FirstStepThreads is { } threads)
            {
                TorchFirstStep.Run(threads);
                return 0;
            }

            if (options.Record is { } record)
            {
                FamilyRecord.Write(record, options.Seed);
                return 0;
            }

            if (options.Family > 0)
                return new FamilyComparison(Console.Out).Run(options.Family, options.Seed) ? 0 : Wrong;

            return Compare(options);
        }
        catch (Exception error) when (error is ArgumentException or IOException or UnauthorizedAccessException)
        {
            return Fail(error.Message);
        }
        catch (Exception error) when (error is TypeInitializationException or DllNotFoundException or NotSupportedException)
        {
            return Fail($"libtorch cannot be loaded; the README beside this program says what it needs. {error.GetBaseException().Message}");
        }
    }

    private static int Compare(Options options)
    {
        var ceilings = new Ceilings();
        var report = new Report(Console.Out);
        report.Start();
        foreach (NamedWorkload named in AllWorkloads.List.Where(named => options.Wants(named.Name)))
        {
            foreach (int threads in options.Threads)
            {
                // Made anew each time: the steps of one measurement would leave the two sides with different weights.
                using Workload workload = named.Create();
                ThreadCount.Set(threads);
                Agreement agreement = Agreement.Of(workload);
                report.Add(named.Name, threads, AlternatingBlocks.Run(workload, options.Blocks), ceilings.For(workload.Work, threads), agreement);
            }
        }

        FirstStepRows.Add(report, options);
        if (options.Json is { } path)
            JsonRow.Write(path, report.Rows);
        return report.AllAgree ? 0 : Wrong;
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine($"peers: {message.Split('\n')[0].TrimEnd()}");
        return BadInput;
    }
}
