namespace NormNet.Layers;

/// <content>Copies that share nothing.</content>
public abstract partial class Module<T>
{
    /// <summary>A copy with parameters, buffers, randomness and modes of its own; gradients and hooks are not copied.</summary>
    /// <exception cref="NotSupportedException">
    /// A module inside does not override <see cref="CloneCore"/>, or makes one of other parts there.
    /// </exception>
    public virtual Module<T> Clone()
    {
        EnsureInitialized();
        Module<T> copy = new ModuleCloner<T>().Clone(this);
        var pairs = new OrderedDictionary<Module<T>, Module<T>>(ReferenceEqualityComparer.Instance);
        Pair(this, copy, pairs);
        CopyState(pairs);
        return copy;
    }

    /// <summary>Makes a module of the same settings, of copies of those it was given; <see cref="Clone"/> copies the numbers.</summary>
    /// <param name="cloner">Copies a module that this one was given, and a shared one only once.</param>
    protected virtual Module<T> CloneCore(ModuleCloner<T> cloner) => throw new NotSupportedException(
        $"{TypeName} does not say how it is copied: override {nameof(CloneCore)} and make a new one of the same settings there.");

    /// <summary>
    /// Finds, for a module and all inside it, what they are in a copy of the module, and gives that all the parts it needs.
    /// </summary>
    /// <exception cref="NotSupportedException">The copy has other parts.</exception>
    internal static void Pair(Module<T> module, Module<T> copy, OrderedDictionary<Module<T>, Module<T>> pairs)
    {
        if (!pairs.TryAdd(module, copy))
            return;
        module.Complete(copy);
        if (!module.OwnNames().SequenceEqual(copy.OwnNames()))
        {
            throw new NotSupportedException(
                $"{module.TypeName}: its copy has {Listed(copy)} where {Listed(module)} are needed; "
                + $"{nameof(CloneCore)} has to make the same.");
        }

        for (int i = 0; i < module._children.Count; i++)
            Pair(module._children[i].Module, copy._children[i].Module, pairs);

        static string Listed(Module<T> parts) => string.Join(", ", parts.OwnNames().DefaultIfEmpty("no parts"));
    }

    /// <summary>Copies numbers, randomness and modes to the copies of modules, which then share parameters as the modules do.</summary>
    internal static void CopyState(OrderedDictionary<Module<T>, Module<T>> pairs)
    {
        var parameters = new Dictionary<Parameter<T>, Parameter<T>>(ReferenceEqualityComparer.Instance);
        foreach ((Module<T> from, Module<T> to) in pairs)
            from.CopyTo(to, parameters);
        foreach ((Module<T> from, Module<T> to) in pairs)
            from.ShareIn(to, parameters);
    }

    internal Module<T> CloneBy(ModuleCloner<T> cloner) => CloneCore(cloner);

    /// <summary>Does to a copy what was done to this module after it was made, where that gave it further parts.</summary>
    private protected virtual void Complete(Module<T> copy)
    {
    }

    /// <summary>Lets a copy use the copies of parameters that this module uses and others own.</summary>
    private protected virtual void ShareIn(Module<T> copy, IReadOnlyDictionary<Parameter<T>, Parameter<T>> copies)
    {
    }

    /// <summary>Whether a registered parameter is the module's own, or another's that it uses.</summary>
    private protected virtual bool Owns(Parameter<T> parameter) => true;

    private IEnumerable<string> OwnNames() =>
    [
        .. _parameters.Select(member => member.Name), .. _buffers.Select(member => member.Name), .. _counters.Select(member => member.Name),
        .. _streams.Select(member => member.Name), .. _children.Select(member => member.Name),
    ];

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
