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
        foreach ((Module<T> from, Module<T> to) in Modules().Zip(copy.Modules()))
            from.CopyTo(to);
        return copy;
    }

    /// <summary>Makes a module of the same settings, of copies of those it was given; <see cref="Clone"/> copies the numbers.</summary>
    /// <param name="cloner">Copies a module that this one was given, and a shared one only once.</param>
    protected virtual Module<T> CloneCore(ModuleCloner<T> cloner) => throw new NotSupportedException(
        $"{TypeName} does not say how it is copied: override {nameof(CloneCore)} and make a new one of the same settings there.");

    internal Module<T> CloneBy(ModuleCloner<T> cloner) => CloneCore(cloner);

    private void CopyTo(Module<T> copy)
    {
        for (int i = 0; i < _parameters.Count; i++)
        {
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
