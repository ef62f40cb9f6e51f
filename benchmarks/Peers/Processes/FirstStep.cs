namespace NormNet.Peers;

/// <summary>What a process does that takes one training step: nothing of the other side is loaded in it.</summary>
internal static class FirstStep
{
    internal static void Run(Side side, int threads)
    {
        throw new NotSupportedException($"{side} {threads}");
    }
}
