using System.Numerics;
using System.Runtime.CompilerServices;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>The variables an operation is applied to, in order, duplicates kept, and the place to save what its backward needs.</summary>
public readonly struct Inputs<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Nearly every operation has up to three inputs: kept inline, they cost a node no array.
    private readonly Few _few;
    private readonly Variable<T>[]? _all;
    private readonly SavedStore<T>? _saved;

    internal Inputs(Variable<T> first, Variable<T>? second = null, Variable<T>? third = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        _few[0] = first;
        _few[1] = second;
        _few[2] = third;
        Count = third is not null ? 3 : second is not null ? 2 : 1;
    }

    internal Inputs(ReadOnlySpan<Variable<T>> all)
    {
        Count = all.Length;
        if (Count > Few.Length)
            _all = all.ToArray();
        else
            all.CopyTo(_few!);
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
    /// <exception cref="ArgumentOutOfRangeException">There are fewer.</exception>
    public Variable<T> this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)index >= (uint)Count)
                ThrowNoSuchInput(index);
            return _all is null ? _few[index]! : _all[index];
        }
    }

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

    private void ThrowNoSuchInput(int index) => throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Count} inputs.");

    [InlineArray(Length)]
    private struct Few
    {
        internal const int Length = 3;

        private Variable<T>? _input;
    }
}
