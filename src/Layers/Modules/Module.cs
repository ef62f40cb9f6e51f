using System.Diagnostics;
using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>Parameters, buffers and further modules under names: what is trained, saved, copied and switched together.</summary>
/// <remarks>
/// A derived class registers its members in its constructor; nothing is found by reflection. Names are PyTorch's, joined by dots:
/// <c>0.weight</c>, <c>1.running_mean</c>. A module may be registered in several places; its parameters are then shared, and are
/// listed once.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
[DebuggerTypeProxy(typeof(ModuleDebugView<>))]
public abstract partial class Module<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<(string Name, Parameter<T> Parameter)> _parameters = [];
    private readonly List<(string Name, Buffer<T> Buffer)> _buffers = [];
    private readonly List<(string Name, Counter Counter)> _counters = [];
    private readonly HashSet<Counter> _optional = [];
    private readonly List<(string Name, RandomSource Stream)> _streams = [];
    private readonly List<(string Name, Module<T> Module)> _children = [];
    private Module<T>? _parent;
    private string _path = "";

    /// <summary>The name in the module that registered it first, such as <c>0</c>; empty for a model of its own.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Whether the module behaves as in training (drop out, use the batch's statistics) or as in evaluation.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>The modules registered in this one, in order.</summary>
    public IEnumerable<Module<T>> Children => _children.Select(child => child.Module);

    /// <summary>
    /// Whether the module normalizes: its parameters are then scales and shifts that weight decay leaves alone, whatever their shape.
    /// </summary>
    public virtual bool IsNormalization => false;

    /// <summary>Switches this module and all inside it to training.</summary>
    public void Train() => SetMode(training: true);

    /// <summary>Switches this module and all inside it to evaluation.</summary>
    public void Eval() => SetMode(training: false);

    /// <summary>This module and all inside it, each once, outer before inner and in the order of registration.</summary>
    public IEnumerable<Module<T>> Modules() => Once(Places()).ConvertAll(named => named.Member);

    /// <summary>This module (under the empty name) and all inside it with their paths; a shared one once, under its first.</summary>
    public IEnumerable<(string Name, Module<T> Module)> NamedModules() => Once(Places());

    /// <summary>Everything an optimizer may change, in the order of registration; a shared parameter once.</summary>
    public IReadOnlyList<Parameter<T>> Parameters()
    {
        EnsureInitialized();
        return DistinctParameters();
    }

    /// <summary>The parameters with their paths; a shared one once, under its first.</summary>
    public IEnumerable<(string Name, Parameter<T> Parameter)> NamedParameters()
    {
        EnsureInitialized();
        return Once(Members(module => module._parameters));
    }

    /// <summary>The buffers, in the order of registration; a shared one once.</summary>
    public IReadOnlyList<Buffer<T>> Buffers() => Once(Members(module => module._buffers)).ConvertAll(named => named.Member);

    /// <summary>The integers of the state, in the order of registration; a shared one once.</summary>
    public IReadOnlyList<Counter> Counters() => Once(Members(module => module._counters)).ConvertAll(named => named.Member);

    /// <summary>The sources of randomness, in the order of registration; a shared one once.</summary>
    public IReadOnlyList<RandomSource> RandomSources() => Once(Members(module => module._streams)).ConvertAll(named => named.Member);

    /// <summary>The number of trained and frozen numbers in all parameters.</summary>
    public long ParameterCount() => DistinctParameters().Sum(parameter => (long)parameter.Value.Count);

    /// <summary>What kind of module it is, with its settings, such as <c>Dense(784, 10)</c>.</summary>
    public override string ToString() => TypeName;

    /// <summary>The type's name without its type parameter.</summary>
    protected string TypeName => GetType().Name.Split('`')[0];

    /// <summary>Registers a parameter.</summary>
    /// <exception cref="ArgumentException">The name is empty, holds a dot or is taken.</exception>
    protected Parameter<T> Register(string name, Parameter<T> parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        CheckName(name);
        _parameters.Add((name, parameter));
        Watch(parameter.Value, () => parameter.Value);
        NameMembers();
        return parameter;
    }

    /// <summary>Registers a buffer.</summary>
    /// <inheritdoc cref="Register(string, Parameter{T})"/>
    protected Buffer<T> Register(string name, Buffer<T> buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        CheckName(name);
        _buffers.Add((name, buffer));
        Watch(buffer.Value, () => buffer.Value);
        NameMembers();
        return buffer;
    }

    /// <summary>Registers an integer of the state.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="counter">The integer.</param>
    /// <param name="optional">Whether a state without it may be loaded; it becomes 0 then.</param>
    /// <inheritdoc cref="Register(string, Parameter{T})"/>
    protected Counter Register(string name, Counter counter, bool optional = false)
    {
        ArgumentNullException.ThrowIfNull(counter);
        CheckName(name);
        _counters.Add((name, counter));
        if (optional)
            _optional.Add(counter);
        return counter;
    }

    /// <summary>Registers a source of randomness; <see cref="Initialize"/> gives it a stream of its own.</summary>
    /// <inheritdoc cref="Register(string, Parameter{T})"/>
    protected RandomSource Register(string name, RandomSource stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CheckName(name);
        _streams.Add((name, stream));
        return stream;
    }

    /// <summary>Registers a module as part of this one.</summary>
    /// <exception cref="ArgumentException">The name is empty, holds a dot or is taken, or the module contains this one.</exception>
    protected TModule Register<TModule>(string name, TModule module)
        where TModule : Module<T>
    {
        ArgumentNullException.ThrowIfNull(module);
        CheckName(name);
        if (module.Places().Exists(place => ReferenceEquals(place.Module, this)))
            throw new ArgumentException($"{TypeName}: {module} contains this module and cannot become part of it.", nameof(module));

        _children.Add((name, module));
        if (module._parent is null)
            (module._parent, module.Name) = (this, name);
        NameMembers();
        return module;
    }

    /// <summary>Registers another parameter, of the same shape, in a parameter's place.</summary>
    private protected void Replace(Parameter<T> parameter, Parameter<T> other)
    {
        int place = _parameters.FindIndex(member => ReferenceEquals(member.Parameter, parameter));
        _parameters[place] = (_parameters[place].Name, other);
        Outermost().NameMembers();
    }

    /// <summary>Takes a module that was registered here out again; its members are then named by their own paths.</summary>
    private protected void Unregister(Module<T> module)
    {
        _children.RemoveAll(child => ReferenceEquals(child.Module, module));
        if (module._parent == this)
            (module._parent, module.Name, module._path) = (null, "", "");
        module.NameMembers();
    }

    /// <summary>The model that this module is a part of.</summary>
    private Module<T> Outermost()
    {
        Module<T> module = this;
        while (module._parent is not null)
            module = module._parent;
        return module;
    }

    internal IEnumerable<Parameter<T>> OwnParameters() => _parameters.Select(member => member.Parameter);

    /// <summary>The module's own parameters and buffers by name. Unlike <see cref="NamedParameters"/> it initializes nothing.</summary>
    internal IEnumerable<(string Name, Tensor<T> Value)> OwnTensors() =>
    [
        .. _parameters.Select(member => (member.Name, member.Parameter.Value)),
        .. _buffers.Select(member => (member.Name, member.Buffer.Value)),
    ];

    internal void SetOwnMode(bool training) => IsTraining = training;

    /// <summary>Every place of the tree with its path; a module registered twice has two.</summary>
    private List<(string Name, Module<T> Module)> Places(string path = "")
    {
        var places = new List<(string, Module<T>)>();
        AddPlaces(path, places);
        return places;
    }

    private void AddPlaces(string path, List<(string Name, Module<T> Module)> places)
    {
        places.Add((path, this));
        foreach ((string name, Module<T> child) in _children)
            child.AddPlaces(Join(path, name), places);
    }

    private List<(string Name, TMember Member)> Members<TMember>(Func<Module<T>, List<(string Name, TMember Member)>> membersOf)
    {
        var members = new List<(string, TMember)>();
        foreach ((string path, Module<T> module) in Places())
        {
            foreach ((string name, TMember member) in membersOf(module))
                members.Add((Join(path, name), member));
        }

        return members;
    }

    /// <summary>Each member under its first name only.</summary>
    /// <remarks>Lists, here and above, where queries would do: a new process compiles fewer methods before its first step.</remarks>
    private static List<(string Name, TMember Member)> Once<TMember>(List<(string Name, TMember Member)> members)
    {
        var seen = new HashSet<TMember>();
        return members.FindAll(named => seen.Add(named.Member));
    }

    private List<Parameter<T>> DistinctParameters() => Once(Members(module => module._parameters)).ConvertAll(named => named.Member);

    /// <summary>Names what is seen apart from its module by its path; in reverse, so that the first place of a shared one wins.</summary>
    private void NameMembers()
    {
        List<(string Name, Module<T> Module)> places = Places(_path);
        for (int i = places.Count - 1; i >= 0; i--)
        {
            (string path, Module<T> module) = places[i];
            module._path = path;
            foreach ((string name, Parameter<T> parameter) in module._parameters)
                parameter.Name = Join(path, name);
            foreach ((string name, Buffer<T> buffer) in module._buffers)
                buffer.Name = Join(path, name);
        }
    }

    private void SetMode(bool training)
    {
        foreach (Module<T> module in Modules())
            module.SetOwnMode(training);
    }

    private void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('.', StringComparison.Ordinal))
            throw new ArgumentException($"{TypeName}: the name \"{name}\" holds a dot, which separates the names of a path.", nameof(name));
        if (IsTaken(name))
            throw new ArgumentException($"{TypeName}: the name \"{name}\" is registered twice.", nameof(name));
    }

    private bool IsTaken(string name) =>
        Has(_parameters, name) || Has(_buffers, name) || Has(_counters, name) || Has(_streams, name) || Has(_children, name);

    private static bool Has<TMember>(List<(string Name, TMember Member)> members, string name)
    {
        foreach ((string taken, _) in members)
        {
            if (taken == name)
                return true;
        }

        return false;
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
