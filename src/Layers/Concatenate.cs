using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>y = f₀(x), f₁(x), … side by side along the channels, axis 1: branches that read the same input. They are named 0, 1, 2,
/// …</summary>
/// <remarks>
/// <para>The block of Inception (Szegedy et al. 2015). Branches of (N, C₀, S), (N, C₁, S), … make (N, C₀ + C₁ + …, S):</para>
/// <code>
///          ┌─ f₀ ─┐
///       x ─┼─ f₁ ─┼─ y
///          └─ f₂ ─┘
/// </code>
/// <para>∂ℓ/∂x is the sum of what the branches pass back, each from its own channels of ∂ℓ/∂y. An empty <see cref="Sequential{T}"/> is a
/// branch that passes x itself.</para>
/// </remarks>
/// <example>
/// The block of GoogLeNet, whose 1×1 convolutions make the large kernels cheap:
/// <code>
/// static Layer&lt;double&gt; Inception(
///     int inputs, int one, (int Reduced, int Made) three, (int Reduced, int Made) five, int pool) => Concatenate(
///     Sequential(Conv2D(inputs, one, kernel: 1), Relu()),
///     Sequential(Conv2D(inputs, three.Reduced, kernel: 1), Relu(), Conv2D(three.Reduced, three.Made, kernel: 3, padding: 1), Relu()),
///     Sequential(Conv2D(inputs, five.Reduced, kernel: 1), Relu(), Conv2D(five.Reduced, five.Made, kernel: 5, padding: 2), Relu()),
///     Sequential(MaxPool2D(3, stride: 1, padding: 1), Conv2D(inputs, pool, kernel: 1), Relu()));
/// </code>
/// </example>
public sealed class Concatenate<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int ChannelAxis = 1;
    private readonly Layer<T>[] _branches;

    /// <summary>Branches in the order of their channels in the output.</summary>
    /// <exception cref="ArgumentException">There is no branch.</exception>
    public Concatenate(params ReadOnlySpan<Layer<T>> branches)
    {
        if (branches.IsEmpty)
            throw new ArgumentException("Concatenate: at least one branch is needed.", nameof(branches));

        _branches = branches.ToArray();
        for (int i = 0; i < _branches.Length; i++)
            Register($"{i}", _branches[i]);
    }

    /// <summary>The branches in the order of their channels in the output.</summary>
    public IReadOnlyList<Layer<T>> Branches => _branches;

    /// <inheritdoc/>
    public override string ToString() => $"Concatenate({string.Join(", ", _branches.Select(branch => branch.ToString()))})";

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        Variable<T>[] parts = [.. _branches.Select(branch => branch.Forward(input))];
        return Array.TrueForAll(parts, part => FitBeside(part.Shape, parts[0].Shape))
            ? Variable<T>.Concatenate(parts, ChannelAxis)
            : throw new ArgumentException(
                $"Concatenate: the branches made {string.Join(", ", parts.Select(part => part.Shape))}; "
                + $"all axes but axis {ChannelAxis}, the channels, have to agree.",
                nameof(input));
    }

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new Concatenate<T>([.. _branches.Select(cloner.Clone)]);

    private static bool FitBeside(Shape a, Shape b) =>
        a.Rank == b.Rank && a.Rank > ChannelAxis
        && a.Extents[..ChannelAxis].SequenceEqual(b.Extents[..ChannelAxis])
        && a.Extents[(ChannelAxis + 1)..].SequenceEqual(b.Extents[(ChannelAxis + 1)..]);
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="Concatenate{T}"/>
    public static Concatenate<T> Concatenate(params ReadOnlySpan<Layer<T>> branches) => new(branches);
}
