namespace NormNet.Peers;

/// <summary>Who does the work.</summary>
internal enum Side
{
    NormNet,
    Torch,
}
