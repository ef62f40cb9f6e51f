using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>Numbers that belong to a module's state without being trained, such as running statistics.</summary>
/// <remarks>
/// The tensor is replaced and never changed in place, so that a tape that saw the old one still computes with it.
/// </remarks>
/// <param name="value">The first numbers; not copied. Their shape stays.</param>
public sealed class Buffer<T>(Tensor<T> value)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Tensor<T> _value = value ?? throw new ArgumentNullException(nameof(value));
    private bool _isSeen = true;

    /// <summary>The path in the model, such as <c>1.running_mean</c>; null while no module has registered it.</summary>
    public string? Name { get; internal set; }

    /// <summary>The numbers. Set to a tensor that owns its memory: one of a tape's is gone when the tape ends.</summary>
    /// <exception cref="ArgumentException">Set to a tensor of another shape.</exception>
    public Tensor<T> Value
    {
        get
        {
            _isSeen = true;
            return _value;
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _value = value.Shape.Equals(_value.Shape)
                ? value
                : throw new ArgumentException($"Buffer {Name}: its shape {_value.Shape} stays; {value.Shape} was given.", nameof(value));
            _isSeen = true;
        }
    }

    /// <summary>The shape of the numbers.</summary>
    internal Shape Shape => _value.Shape;

    /// <summary>The numbers, to be read before anything replaces them.</summary>
    internal ReadOnlySpan<T> Numbers => _value.AsSpan();

    /// <summary>
    /// Takes over numbers that nobody else holds. Those before go back to the pool, unless somebody has seen their tensor.
    /// </summary>
    internal void Replace(Tensor<T> numbers)
    {
        if (!_isSeen)
            Tensor<T>.Return(_value);
        _value = numbers;
        _isSeen = false;
    }

    /// <summary>Path and shape.</summary>
    public override string ToString() => $"{Name ?? "buffer"} {_value.Shape}";
}
