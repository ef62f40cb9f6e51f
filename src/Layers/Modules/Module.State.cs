using NormNet.Tensors;

namespace NormNet.Layers;

/// <content>The state: what a file keeps of a module.</content>
public abstract partial class Module<T>
{
    private const int NamedInMessages = 12;

    /// <summary>A deep copy of all parameters and buffers under their paths; a shared one once, under its first.</summary>
    /// <remarks>PyTorch's <c>state_dict</c> has a shared one under each of its paths; a state like that is loaded too.</remarks>
    public StateDictionary StateDict()
    {
        EnsureInitialized();
        var state = new StateDictionary();
        foreach (StateSlot<T> slot in Slots())
            state.Add(slot.Name, slot.Read());
        return state;
    }

    /// <summary>Takes over the numbers of a state, in whatever precision they are, or leaves everything as it was.</summary>
    /// <exception cref="ArgumentException">
    /// A name is missing or unknown, a shape or type differs, or what is shared has two values; the message lists them.
    /// </exception>
    public void LoadStateDict(StateDictionary state)
    {
        ArgumentNullException.ThrowIfNull(state);
        string? misfit = TryLoad(state);
        if (misfit is not null)
            throw new ArgumentException($"LoadStateDict: {misfit}", nameof(state));
    }

    /// <summary>Writes the state to a safetensors file, whole or not at all.</summary>
    /// <exception cref="IOException">The folder does not exist or the disk is full; an older file of that name stays as it was.</exception>
    public void Save(string path) => SafetensorsFile.Write(path, StateDict());

    /// <summary>Takes over the state of a safetensors file, or leaves everything as it was.</summary>
    /// <exception cref="InvalidDataException">The file is invalid or its state does not fit; the message names file and fields.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public void Load(string path)
    {
        string? misfit = TryLoad(SafetensorsFile.Read(path));
        if (misfit is not null)
            throw new InvalidDataException($"{path}: {misfit}");
    }

    /// <summary>Where each stochastic layer's randomness stands: what a checkpoint keeps beside <see cref="StateDict"/>.</summary>
    public StateDictionary RandomState()
    {
        EnsureInitialized();
        var state = new StateDictionary();
        foreach ((string name, RandomSource stream) in Members(module => module._streams))
            state.Add(name, StateTensor.FromIntegers([stream.Key, stream.Position], [2]));
        return state;
    }

    /// <summary>Puts every stochastic layer's randomness where a <see cref="RandomState"/> says, or leaves all as it was.</summary>
    /// <exception cref="ArgumentException">A stream is missing or unknown, or is not two integers.</exception>
    public void LoadRandomState(StateDictionary state)
    {
        ArgumentNullException.ThrowIfNull(state);
        EnsureInitialized();
        (string Name, RandomSource Stream)[] streams = [.. Members(module => module._streams)];
        string? misfit = Misfit(
            Complaint("missing", streams.Select(stream => stream.Name).Where(name => !state.ContainsKey(name))),
            Complaint("unexpected", state.Keys.Except(streams.Select(stream => stream.Name))),
            Complaint("mismatched", state.Where(found => !IsPosition(found.Value)).Select(found => $"{found.Key} is {found.Value}")));
        if (misfit is not null)
            throw new ArgumentException($"LoadRandomState: {misfit}", nameof(state));

        foreach ((string name, RandomSource stream) in streams)
        {
            long[] numbers = state[name].ToIntegers();
            stream.Restart(Generator.FromKey(numbers[0]), numbers[1]);
        }
    }

    private static bool IsPosition(StateTensor tensor) => tensor.IsInteger && tensor.Shape is { Rank: 1, Count: 2 };

    /// <summary>
    /// What the state is made of, by module: parameters, buffers, counters, then the modules inside; what is shared once.
    /// </summary>
    private StateSlot<T>[] Slots()
    {
        var slots = new OrderedDictionary<object, StateSlot<T>>(ReferenceEqualityComparer.Instance);
        foreach ((string path, Module<T> module) in Places())
        {
            foreach (StateSlot<T> slot in module.OwnSlots(path))
            {
                if (!slots.TryAdd(slot.Member, slot))
                    slots[slot.Member].Names.Add(slot.Name);
            }
        }

        return [.. slots.Values];
    }

    private IEnumerable<StateSlot<T>> OwnSlots(string path) =>
    [
        .. _parameters.Select(member => StateSlot<T>.Of(Join(path, member.Name), member.Parameter)),
        .. _buffers.Select(member => StateSlot<T>.Of(Join(path, member.Name), member.Buffer)),
        .. _counters.Select(member => StateSlot<T>.Of(Join(path, member.Name), member.Counter, _optional.Contains(member.Counter))),
    ];

    /// <summary>Loads all or nothing; says what does not fit, or null.</summary>
    private string? TryLoad(StateDictionary state)
    {
        StateSlot<T>[] slots = Slots();
        var names = slots.SelectMany(slot => slot.Names).ToHashSet(StringComparer.Ordinal);
        string? misfit = Misfit(
            Complaint("missing", slots.Where(slot => slot.Absent is null && slot.Find(state) is null).Select(slot => slot.Name)),
            Complaint("unexpected", state.Keys.Where(name => !names.Contains(name))),
            Complaint("mismatched", slots.Select(slot => slot.Mismatch(state))));
        if (misfit is not null)
            return misfit;

        EnsureInitialized();
        Action[] writes = [.. slots.Select(slot => slot.Find(state) is { } found ? slot.Prepare(found) : slot.Absent!)];
        foreach (Action write in writes)
            write();
        return null;
    }

    /// <summary>The complaints there are as one message, or null.</summary>
    private string? Misfit(params string?[] complaints)
    {
        string[] found = [.. complaints.OfType<string>()];
        return found.Length == 0 ? null : $"the state does not fit {this}. {string.Join(' ', found)}";
    }

    private static string? Complaint(string kind, IEnumerable<string?> found)
    {
        string[] all = [.. found.OfType<string>()];
        string more = all.Length > NamedInMessages ? $" and {all.Length - NamedInMessages} more" : "";
        return all.Length == 0 ? null : $"{kind}: {string.Join(", ", all.Take(NamedInMessages))}{more}.";
    }
}
