namespace NormNet.Peers;

/// <summary>A workload's time on both sides.</summary>
/// <param name="NormNet">Milliseconds of a run.</param>
/// <param name="Torch">Milliseconds of a run.</param>
/// <param name="AllocatedBytes">Managed memory that NormNet allocates in a run.</param>
internal readonly record struct Measurement(Timing NormNet, Timing Torch, double AllocatedBytes)
{
    /// <summary>How many times faster NormNet is.</summary>
    internal double Ratio => Torch.Median / NormNet.Median;
}
