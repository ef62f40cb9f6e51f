using NormNet.Tensors;
using TorchSharp;

namespace NormNet.Peers;

/// <summary>The number of threads of both sides.</summary>
internal static class ThreadCount
{
    internal static void Set(int threads)
    {
        Workers.Count = threads;
        torch.set_num_threads(threads);
    }
}
