namespace NormNet.Layers;

/// <content>Copies that share nothing.</content>
public abstract partial class Module<T>
{
    /// <summary>A copy with parameters, buffers, randomness and modes of its own; gradients are not copied.</summary>
    /// <exception cref="NotSupportedException">A module inside does not override <see cref="CloneCore"/>.</exception>
    public virtual Module<T> Clone()
    {
        EnsureInitialized();
        Module<T> copy = new ModuleCloner<T>().Clone(this);
        CopyState([.. Modules().Zip(copy.Modules())]);
        return copy;
    }

    /// <summary>Makes a module of the same settings, of copies of those it was given; <see cref="Clone"/> copies the numbers.</summary>
    /// <param name="cloner">Copies a module that this one was given, and a shared one only once.</param>
    protected virtual Module<T> CloneCore(ModuleCloner<T> cloner) => throw new NotSupportedException(
        $"{TypeName} does not say how it is copied: override {nameof(CloneCore)} and make a new one of the same settings there.");

    /// <summary>Copies numbers, randomness and modes from modules to their copies, which then share parameters as the modules do.</summary>
    internal static void CopyState(IReadOnlyList<(Module<T> From, Module<T> To)> pairs)
    {
        var parameters = new Dictionary<Parameter<T>, Parameter<T>>(ReferenceEqualityComparer.Instance);
        foreach ((Module<T> from, Module<T> to) in pairs)
            from.CopyTo(to, parameters);
        foreach ((Module<T> from, Module<T> to) in pairs)
            from.ShareIn(to, parameters);
    }

    internal Module<T> CloneBy(ModuleCloner<T> cloner) => CloneCore(cloner);

    /// <summary>Lets a copy use the copies of parameters that this module uses and others own.</summary>
    private protected virtual void ShareIn(Module<T> copy, IReadOnlyDictionary<Parameter<T>, Parameter<T>> copies)
    {
    }

    /// <summary>Whether a registered parameter is the module's own, or another's that it uses.</summary>
    private protected virtual bool Owns(Parameter<T> parameter) => true;

    private void CopyTo(Module<T> copy, Dictionary<Parameter<T>, Parameter<T>> copies)
    {
        for (int i = 0; i < _parameters.Count; i++)
        {
            if (Owns(_parameters[i].Parameter))
                copies.TryAdd(_parameters[i].Parameter, copy._parameters[i].Parameter);
            copy._parameters[i].Parameter.Value.CopyFrom(_parameters[i].Parameter.Value);
            copy._parameters[i].Parameter.RequiresGradient = _parameters[i].Parameter.RequiresGradient;
        }

        for (int i = 0; i < _buffers.Count; i++)
            copy._buffers[i].Buffer.Value = _buffers[i].Buffer.Value.Clone();
        for (int i = 0; i < _counters.Count; i++)
            copy._counters[i].Counter.Value = _counters[i].Counter.Value;
        for (int i = 0; i < _streams.Count; i++)
            copy._streams[i].Stream.CopyFrom(_streams[i].Stream);

        copy.IsTraining = IsTraining;
        copy._isInitialized = _isInitialized;
    }
}
