namespace NormNet.Peers;

/// <summary>How much a run has to compute or to move, by which its speed is held against the machine's.</summary>
/// <param name="Flops">Floating-point operations; 0 where moving memory is what takes time.</param>
/// <param name="Bytes">Bytes that are read or written at least, each tensor once in each pass; 0 where arithmetic takes the time.</param>
/// <param name="WorkingSet">Bytes of all tensors involved, which decide the level of the memory that they lie in.</param>
internal readonly record struct Work(double Flops, double Bytes = 0, long WorkingSet = 0)
{
    /// <summary>Work whose time goes into neither arithmetic nor memory but into starting it.</summary>
    internal static Work Overhead => default;

    /// <summary>A multiplication and an addition for each term.</summary>
    internal static Work MultiplyAdds(double terms) => new(2 * terms);

    /// <summary>Passes over tensors of float.</summary>
    /// <param name="elements">The elements of each tensor.</param>
    /// <param name="passes">How often a tensor of that size is read or written.</param>
    /// <param name="tensors">How many such tensors there are.</param>
    internal static Work Passes(long elements, int passes, int tensors) =>
        new(0, (double)elements * passes * sizeof(float), elements * tensors * sizeof(float));
}
