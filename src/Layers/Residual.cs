using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>y = body(x) + shortcut(x), the shortcut being x itself unless one is given (He et al. 2016).</summary>
public sealed class Residual<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A residual block.</summary>
    /// <param name="body">What is learned on top of the shortcut.</param>
    /// <param name="shortcut">Brings x to the shape of the body's output; absent where it has that shape.</param>
    public Residual(Layer<T> body, Layer<T>? shortcut = null)
    {
        Body = Register("body", body);
        Shortcut = shortcut is null ? null : Register("shortcut", shortcut);
    }

    /// <summary>What is learned on top of the shortcut.</summary>
    public Layer<T> Body { get; }

    /// <summary>Brings x to the shape of the body's output; null for x itself.</summary>
    public Layer<T>? Shortcut { get; }

    /// <inheritdoc/>
    public override string ToString() => $"Residual({Body}{(Shortcut is null ? "" : $", shortcut: {Shortcut}")})";

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        Variable<T> body = Body.Forward(input), shortcut = Shortcut?.Forward(input) ?? input;

        // Broadcasting would hide a body that lost its channels.
        return body.Shape.Equals(shortcut.Shape)
            ? body + shortcut
            : throw new ArgumentException(
                $"Residual: the body made {body.Shape}, the shortcut {shortcut.Shape}. Give one that fits the body.", nameof(input));
    }

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner)
    {
        ArgumentNullException.ThrowIfNull(cloner);
        return new Residual<T>(cloner.Clone(Body), Shortcut is null ? null : cloner.Clone(Shortcut));
    }
}

public static partial class Nn<T>
{
    /// <summary>y = f(x) + x, f being the layers one after the other; f keeps the shape.</summary>
    public static Residual<T> Residual(params ReadOnlySpan<Layer<T>> layers) => new(Sequential(layers));

    /// <summary>y = f(x) + shortcut(x), f being the layers one after the other.</summary>
    public static Residual<T> Residual(Layer<T>[] layers, Layer<T> shortcut) => new(Sequential(layers), shortcut);
}
