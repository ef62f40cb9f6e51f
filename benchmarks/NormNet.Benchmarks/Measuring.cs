using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace NormNet.Benchmarks;

/// <summary>How BenchmarkDotNet measures here.</summary>
internal static class Measuring
{
    /// <summary>Few, short runs: enough for kernels that take micro- to milliseconds. Allocation is shown.</summary>
    /// <remarks>In this process, so that the benchmarks run with the settings of the projects, which a generated project would not have.</remarks>
    internal static IConfig Config { get; } = DefaultConfig.Instance
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).WithIterationCount(5));
}
