namespace NormNet.Tensors;

/// <summary>
/// The work of a parallel loop, as a struct of pointers and numbers that <see cref="Workers.For{TBody}"/> runs piece by piece.
/// </summary>
/// <remarks>
/// Pieces run at the same time, on the same instance: <see cref="Run"/> changes no field and writes nothing that another index writes,
/// so that the outcome is the same however the indices are cut.
/// </remarks>
public interface IParallelBody
{
    /// <summary>Does the work of the indices from <paramref name="start"/> up to, but not including, <paramref name="end"/>.</summary>
    void Run(int start, int end);
}
