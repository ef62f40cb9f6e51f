using System.Numerics;
using System.Runtime.CompilerServices;
using NormNet.Autograd;
using NormNet.Data;
using NormNet.Layers;

namespace NormNet.Training;

/// <summary>Passes over a model whose layers report when they are entered and left.</summary>
/// <remarks>
/// At each report, the time and the nodes since the last one are put down to the layer that is at work: so each layer has its own, and in
/// the backward pass each node's time goes to whose node it is.
/// </remarks>
internal sealed class ProfileRun<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Layer<T> _model;
    private readonly TimeProvider _clock;
    private readonly List<Entry> _entries = [];
    private readonly Entry _outside = new("", "loss and the rest", 0);
    private readonly List<IDisposable> _hooks = [];
    private readonly Stack<Entry> _atWork = new();
    private readonly List<Entry> _owners = [];
    private Tape<T>? _tape;
    private bool _measures;
    private long _last;

    internal ProfileRun(Layer<T> model, TimeProvider clock)
    {
        (_model, _clock) = (model, clock);
        var counted = new HashSet<Parameter<T>>(ReferenceEqualityComparer.Instance);
        foreach ((string name, Module<T> module) in model.NamedModules().Reverse())
        {
            // Inner modules first: what is left of a module's parameters is its own.
            var entry = new Entry(name, module.Children.Any() ? module.GetType().Name.Split('`')[0] : module.ToString(), Own(module));
            _entries.Insert(0, entry);
            if (module is not Layer<T> { TakesHooks: true } layer)
                continue;
            _hooks.Add(layer.BeforeForward(_ => Enter(entry)));
            _hooks.Add(layer.AfterForward((_, _) => Leave()));
        }

        long Own(Module<T> module) => module.Parameters().Where(counted.Add).Sum(parameter => (long)parameter.Value.Count);
    }

    /// <summary>One forward and backward.</summary>
    internal void Pass(Batch<T> batch, Func<Variable<T>, Batch<T>, Variable<T>> loss, bool measure)
    {
        _atWork.Clear();
        _owners.Clear();
        _measures = measure;
        using var tape = Tape<T>.Record();
        _tape = tape;
        _last = _clock.GetTimestamp();
        Variable<T> value = loss(_model.Forward(batch.Inputs), batch);
        Report();
        if (value.RequiresGradient)
        {
            foreach (BackwardStep<T> step in tape.BackwardSteps(value))
                _owners[step.Node.Id].Backward += Elapsed();
            _outside.Backward += Elapsed();
        }

        if (!measure)
            NoteMemory(tape);
    }

    internal IReadOnlyList<ProfileRow> Rows(int passes)
    {
        // A layer that only calls others has no work of its own; the moments it takes are not lost.
        foreach (Entry entry in _entries.Where(entry => !entry.IsShown))
            (_outside.Forward, entry.Forward) = (_outside.Forward + entry.Forward, TimeSpan.Zero);
        Entry[] entries = [.. _entries.Where(entry => entry.IsShown), _outside];
        double all = entries.Sum(entry => (entry.Forward + entry.Backward).Ticks);
        return
        [
            .. entries.Select(entry => new ProfileRow(
                entry.Name,
                entry.Layer,
                entry.Calls / passes,
                entry.Forward / passes,
                entry.Backward / passes,
                all > 0 ? (entry.Forward + entry.Backward).Ticks / all : 0,
                entry.OutputBytes,
                entry.SavedBytes,
                entry.Parameters,
                entry.Flops)),
        ];
    }

    public void Dispose()
    {
        foreach (IDisposable hook in _hooks)
            hook.Dispose();
    }

    private void Enter(Entry entry)
    {
        Report();
        entry.Calls += _measures ? 1 : 0;
        _atWork.Push(entry);
    }

    private void Leave()
    {
        Report();
        _atWork.Pop();
    }

    private void Report()
    {
        Entry entry = _atWork.TryPeek(out Entry? top) ? top : _outside;
        entry.Forward += Elapsed();
        while (_owners.Count < _tape!.Nodes.Count)
            _owners.Add(entry);
    }

    private TimeSpan Elapsed()
    {
        long now = _clock.GetTimestamp();
        TimeSpan elapsed = _measures ? _clock.GetElapsedTime(_last, now) : TimeSpan.Zero;
        _last = now;
        return elapsed;
    }

    private void NoteMemory(Tape<T> tape)
    {
        int size = Unsafe.SizeOf<T>();
        foreach (Node<T> node in tape.Nodes)
        {
            Entry owner = _owners[node.Id];
            owner.Nodes++;
            owner.Flops += FlopsOf(node);
            if (!IsView(node))
                owner.OutputBytes += (long)size * node.Output.Value.Count;
            foreach (string name in node.Saved.Names.Except(node.Operation.DerivedNames))
                owner.SavedBytes += (long)size * node.Saved[name].Count;
        }
    }

    private static bool IsView(Node<T> node)
    {
        foreach (Variable<T> input in node.Inputs.ToArray())
        {
            if (input.Value.AsSpan().Overlaps(node.Output.Value.AsSpan()))
                return true;
        }

        return false;
    }

    private static long FlopsOf(Node<T> node)
    {
        long results = node.Output.Value.Count;
        return node.Operation switch
        {
            Linear<T> => 2 * results * node.Inputs[1].Shape[1],
            MatMul<T> => 2 * results * (node.Inputs[0].Shape[-1] * node.Inputs[0].Shape[-2] / node.Output.Shape[-2]),
            Convolution2D<T> => 2 * results * (node.Inputs[1].Value.Count / node.Inputs[1].Shape[0]),
            ConvolutionTranspose2D<T> => 2 * (long)node.Inputs[0].Value.Count * (node.Inputs[1].Value.Count / node.Inputs[1].Shape[0]),
            _ => 0,
        };
    }

    private sealed class Entry(string name, string layer, long parameters)
    {
        internal string Name { get; } = name;

        internal string Layer { get; } = layer;

        internal long Parameters { get; } = parameters;

        internal int Calls { get; set; }

        internal int Nodes { get; set; }

        internal bool IsShown => Nodes > 0 || Parameters > 0;

        internal TimeSpan Forward { get; set; }

        internal TimeSpan Backward { get; set; }

        internal long OutputBytes { get; set; }

        internal long SavedBytes { get; set; }

        internal long Flops { get; set; }
    }
}
