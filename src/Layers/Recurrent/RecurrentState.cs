using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>What a recurrent layer carries from one time step to the next: one state for each layer and direction and sample.</summary>
/// <param name="Hidden">
/// h, (layers · directions, N, H), as PyTorch's h_n: layers outermost, and of each the forward direction first. The samples are its second
/// axis though the input's are its first.
/// </param>
/// <param name="Cell">c of an <see cref="Lstm{T}"/>, of the same shape; null for the others.</param>
public sealed record RecurrentState<T>(Variable<T> Hidden, Variable<T>? Cell = null)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>What a recurrent layer makes of sequences.</summary>
/// <param name="Sequence">The last layer's h after every time step, (N, T, directions · H); 0 past a sequence's end.</param>
/// <param name="State">What every layer carried when a sequence ended; from there it can be continued.</param>
public sealed record RecurrentOutput<T>(Variable<T> Sequence, RecurrentState<T> State)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
