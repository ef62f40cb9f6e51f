using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>The variables an operation is applied to, in order, duplicates kept, and the place to save what its backward needs.</summary>
public readonly struct Inputs<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Nearly every operation has up to three inputs: kept inline, they cost a node no array.
    private readonly Variable<T>? _first;
    private readonly Variable<T>? _second;
    private readonly Variable<T>? _third;
    private readonly Variable<T>[]? _all;
    private readonly SavedStore<T>? _saved;

    internal Inputs(Variable<T> first, Variable<T>? second = null, Variable<T>? third = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        _first = first;
        _second = second;
        _third = third;
        Count = third is not null ? 3 : second is not null ? 2 : 1;
    }

    internal Inputs(ReadOnlySpan<Variable<T>> all)
    {
        Count = all.Length;
        if (Count > 3)
        {
            _all = all.ToArray();
            return;
        }

        _first = Count > 0 ? all[0] : null;
        _second = Count > 1 ? all[1] : null;
        _third = Count > 2 ? all[2] : null;
    }

    private Inputs(in Inputs<T> inputs, SavedStore<T> saved)
    {
        this = inputs;
        _saved = saved;
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>Whether anything will be differentiated, so that saving is worth its while.</summary>
    public bool AreRecorded => _saved is not null;

    internal SavedStore<T>? SavedStore => _saved;

    /// <summary>One of the inputs.</summary>
    public Variable<T> this[int index] => _all is not null
        ? _all[index]
        : (index < Count ? index : -1) switch
        {
            0 => _first!,
            1 => _second!,
            2 => _third!,
            _ => throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Count} inputs."),
        };

    /// <summary>Keeps a tensor of the forward pass for the backward pass; it goes back to the pool where nothing is recorded.</summary>
    /// <remarks>What is saved is a cache: a derivative must not treat it as a constant.</remarks>
    public void Save(string name, Tensor<T> value)
    {
        if (_saved is not null)
            _saved.Add(name, value);
        else
            Tensor<T>.Return(value);
    }

    /// <summary>The inputs as a new array.</summary>
    public Variable<T>[] ToArray()
    {
        var all = new Variable<T>[Count];
        for (int i = 0; i < all.Length; i++)
            all[i] = this[i];
        return all;
    }

    internal Inputs<T> SavingTo(SavedStore<T> saved) => new(this, saved);

    internal bool AnyRequiresGradient()
    {
        for (int i = 0; i < Count; i++)
        {
            if (this[i].RequiresGradient)
                return true;
        }

        return false;
    }

    internal bool AnySharesStorageWith(Tensor<T> output)
    {
        for (int i = 0; i < Count; i++)
        {
            if (this[i].Value.SharesStorageWith(output))
                return true;
        }

        return false;
    }

    /// <summary>The sum of the inputs' versions: versions only grow, so it changes if and only if one of them does.</summary>
    internal int VersionSum()
    {
        int sum = 0;
        for (int i = 0; i < Count; i++)
            sum = unchecked(sum + this[i].Value.Version);
        return sum;
    }
}
