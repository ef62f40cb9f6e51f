using BenchmarkDotNet.Running;
using NormNet.Benchmarks;

return args switch
{
    ["--help" or "-h", ..] or [] => Usage.Print(Console.Out, exitCode: 0),
    ["growth", .. var options] => Usage.OrFail(() => GrowthReport.Write(options)),
    ["soak", .. var options] => Usage.OrFail(() => Soak.Run(options)),
    _ => BenchmarkSwitcher.FromAssembly(typeof(Usage).Assembly).Run(args, Measuring.Config).Any() ? 0 : Usage.Wrong,
};
