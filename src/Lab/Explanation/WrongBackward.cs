using System.Numerics;

namespace NormNet.Lab;

/// <summary>A backward with one classic mistake.</summary>
/// <param name="Name">Its word, such as <c>no-mean-path</c>.</param>
/// <param name="Formula">The wrong ∂ℓ/∂x, with g = γ·∂ℓ/∂y.</param>
/// <param name="Description">What was done wrong.</param>
/// <param name="InTraining">Whether it can be made where the batch's statistics are used.</param>
/// <param name="InEvaluation">Whether it can be made where the statistics are given.</param>
/// <param name="Run">The backward.</param>
public sealed record WrongBackward<T>(
    string Name, string Formula, string Description, bool InTraining, bool InEvaluation, HandWrittenBackward<T> Run)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether the mistake can be made in a case's mode.</summary>
    public bool AppliesTo(NormalizationCase<T> at)
    {
        ArgumentNullException.ThrowIfNull(at);
        return at.UsesBatchStatistics ? InTraining : InEvaluation;
    }

    /// <summary>Name and formula.</summary>
    public override string ToString() => $"{Name}: {Formula}";
}
