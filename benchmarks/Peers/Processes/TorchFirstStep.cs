using System.Diagnostics;
using System.Globalization;
using TorchSharp;

namespace NormNet.Peers;

/// <summary>What a process does that takes one training step with libtorch, as the program <c>FirstStep</c> does with NormNet.</summary>
internal static class TorchFirstStep
{
    private const int Batch = 64;

    /// <summary>Takes the step, says so in a line, and prints the most memory that the process has held, in MiB, in the next.</summary>
    /// <remarks>Two lines, because asking for the memory takes a new process some 10 ms, which are no part of the step.</remarks>
    internal static void Run(int threads)
    {
        torch.set_num_threads(threads);
        var network = new ReluMlp();
        using var training = new TorchTraining(
            network, Descent.Adam, torch.randn([Batch, .. Torch.SizesOf(network.Sample)]), torch.randint(0, network.Outputs, [Batch]));
        training.Step();
        Console.Out.WriteLine("stepped");

        using Process process = Process.GetCurrentProcess();
        Console.Out.WriteLine((process.PeakWorkingSet64 / 1048576.0).ToString(CultureInfo.InvariantCulture));
    }
}
