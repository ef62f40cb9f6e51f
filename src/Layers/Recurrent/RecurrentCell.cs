using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>One layer in one direction: how a state follows from the one before and a time step's input.</summary>
internal abstract class RecurrentCell<T>(RecurrentWeights<T> weights)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal RecurrentWeights<T> Weights { get; } = weights;

    /// <summary>
    /// What a step needs of its input and not of the state, for all steps at once: (N, T, inputs) becomes (N, T, gates · H).
    /// </summary>
    internal abstract Variable<T> Project(Variable<T> input);

    /// <summary>The state after a step.</summary>
    /// <param name="projected">The step's part of <see cref="Project"/>, (N, gates · H).</param>
    /// <param name="before">The state before it.</param>
    internal abstract CellState<T> Step(Variable<T> projected, CellState<T> before);

    /// <summary>The columns of one or more neighbouring gates.</summary>
    protected Variable<T> Gates(Variable<T> all, int first, int count = 1) => all.Slice(-1, first * Weights.Hidden, count * Weights.Hidden);
}

/// <summary>h and, where there is one, c, each (N, H).</summary>
internal readonly record struct CellState<T>(Variable<T> Hidden, Variable<T>? Cell)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>This state where the condition, (N, 1), is not 0, the other elsewhere.</summary>
    internal CellState<T> Where(Variable<T> condition, CellState<T> other) => new(
        Variable<T>.Where(condition, Hidden, other.Hidden), Cell is null ? null : Variable<T>.Where(condition, Cell, other.Cell!));
}
