using System.Numerics;

namespace NormNet.Autograd;

/// <summary>What one node passes back to each of its inputs.</summary>
/// <remarks>The backward pass reuses one object for all nodes.</remarks>
public sealed class Contributions<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Variable<T>?[] _values = new Variable<T>?[4];
    private bool[] _needed = new bool[4];

    /// <summary>The number of the node's inputs.</summary>
    public int Count { get; private set; }

    /// <summary>The contribution to an input; null where nothing flows.</summary>
    public Variable<T>? this[int input]
    {
        get => _values[input];
        set => _values[input] = value;
    }

    /// <summary>Whether anybody wants the gradient of an input.</summary>
    public bool Needs(int input) => _needed[input];

    internal void Start(int count)
    {
        Count = count;
        if (count > _values.Length)
        {
            _values = new Variable<T>?[2 * count];
            _needed = new bool[2 * count];
        }

        Array.Clear(_values, 0, count);
    }

    internal void Need(int input, bool needed) => _needed[input] = needed;
}
