using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>A Wengert list: the operations of one thread, written down in order of creation, for as long as the scope lasts.</summary>
/// <remarks>
/// <para>
/// <c>using var tape = Tape&lt;float&gt;.Record();</c> records from there to the end of the block. With no tape nothing is recorded, so
/// inference needs no ceremony.
/// </para>
/// <para>
/// The tape owns the memory of its nodes' outputs, saved values and non-leaf gradients, and hands it back when it is disposed; what a
/// program keeps longer it copies with <see cref="Tensor{T}.Clone"/> or <see cref="Variable{T}.Detach"/>. Gradients of leaves,
/// parameters and wrapped arrays own their memory themselves. Not thread-safe: one thread records, steps and disposes.
/// </para>
/// </remarks>
public sealed partial class Tape<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<Node<T>> _nodes;
    private readonly List<Variable<T>> _inputs = [];
    private readonly StorageScope<T> _memory;
    private readonly Recorder<T> _recorder;
    private readonly bool _checksFinite;
    private int _pass;
    private int _passes;
    private bool _disposed;

    private Tape(Recorder<T> recorder, bool teaching, bool anomaly)
    {
        _recorder = recorder;
        _nodes = new List<Node<T>>(recorder.LastTape.Nodes);
        _memory = new StorageScope<T>(recorder.LastTape.Storages);
        IsTeaching = teaching;
        _checksFinite = anomaly;
        Scope = "";
    }

    /// <summary>The tape that records on this thread; null when there is none, or it is paused.</summary>
    public static Tape<T>? Current => Recorder<T>.OfThisThread.Tape;

    /// <summary>Whether contributions and source lines are kept for every node.</summary>
    public bool IsTeaching { get; }

    /// <summary>What was recorded so far, in order of creation.</summary>
    public IReadOnlyList<Node<T>> Nodes => _nodes;

    /// <summary>The leaves made by <see cref="Input"/>, in order.</summary>
    public IReadOnlyList<Variable<T>> Inputs => _inputs;

    /// <summary>The module path that new nodes get, such as <c>2/bn</c>.</summary>
    public string Scope { get; internal set; }

    /// <summary>Starts to record on this thread, until the tape is disposed.</summary>
    /// <param name="teaching">Also keep each node's contributions and the source line that made it.</param>
    /// <param name="anomaly">Check every result, forward and backward, and throw at the first that is not finite.</param>
    /// <exception cref="InvalidOperationException">Another tape of this type records on this thread and is not paused.</exception>
    public static Tape<T> Record(bool teaching = false, bool anomaly = false)
    {
        Recorder<T> recorder = Recorder<T>.OfThisThread;
        if (recorder.Tape is not null)
        {
            throw new InvalidOperationException(
                $"A tape already records on this thread ({recorder.Tape._nodes.Count} nodes). "
                    + "Dispose it first (write 'using var tape = ...'), or pause it.");
        }

        var tape = new Tape<T>(recorder, teaching, anomaly);
        recorder.Tape = tape;
        return tape;
    }

    /// <summary>A leaf that wants a gradient.</summary>
    /// <param name="value">The numbers; they are not copied.</param>
    /// <param name="name">How listings call it.</param>
    public Variable<T> Input(Tensor<T> value, string? name = null)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var input = new Variable<T>(value, requiresGradient: true, name);
        _inputs.Add(input);
        return input;
    }

    /// <summary>A scope in which nothing is recorded; modules keep their modes.</summary>
    /// <exception cref="InvalidOperationException">This tape does not record on this thread.</exception>
    public IDisposable Pause()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_recorder != Recorder<T>.OfThisThread || _recorder.Tape != this)
            throw new InvalidOperationException("Only the tape that records on this thread can be paused.");
        return new PauseScope(this);
    }

    /// <summary>Adds a name to the module path of the nodes recorded until it is disposed; nothing where no tape records.</summary>
    public static ScopeName<T> EnterScope(string name) => new(Current, name);

    /// <summary>Ends recording and hands the memory back: values of this tape's variables can no longer be read.</summary>
    /// <exception cref="InvalidOperationException">Disposed on another thread than the one that recorded.</exception>
    public void Dispose()
    {
        if (_disposed)
            return;
        if (_recorder != Recorder<T>.OfThisThread)
            throw new InvalidOperationException("A tape is disposed on the thread that recorded it: it owns that thread's recording.");

        _disposed = true;
        if (_recorder.Tape == this)
            _recorder.Tape = null;
        _recorder.LastTape = (_nodes.Count, _memory.Count);
        _memory.Dispose();
    }

    /// <summary>Whether every result and contribution is looked at.</summary>
    internal bool ChecksFinite => _checksFinite;

    internal Node<T> NodeAt(int id) => _nodes[id];

    internal Variable<T> Apply(Operation<T> operation, in Inputs<T> given)
    {
        Inputs<T> inputs = operation.Saves ? given.SavingTo(new SavedStore<T>()) : given;
        Tensor<T> output = operation.Compute(inputs);
        if (!inputs.AnySharesStorageWith(output))
            _memory.Claim(output);
        inputs.SavedStore?.ClaimBy(_memory, inputs);

        var node = new Node<T>(this, _nodes.Count, _pass, operation, inputs, output, Scope, IsTeaching ? SourceLine.OfCaller() : null);
        _nodes.Add(node);
        if (_checksFinite)
            Anomaly.CheckForward(node);
        return node.Output;
    }

    /// <summary>While it lasts, the thread has no tape; a second tape may be recorded meanwhile.</summary>
    private sealed class PauseScope : IDisposable
    {
        private readonly Tape<T> _tape;
        private readonly StorageScope<T>? _outerMemory;
        private bool _ended;

        internal PauseScope(Tape<T> tape)
        {
            _tape = tape;
            _outerMemory = tape._recorder.Memory;
            tape._recorder.Tape = null;
            tape._recorder.Memory = tape._memory;
        }

        public void Dispose()
        {
            if (_ended)
                return;
            if (_tape._recorder.Tape is not null)
                throw new InvalidOperationException("A tape that was recorded during a pause must be disposed before the pause ends.");

            _ended = true;
            _tape._recorder.Memory = _outerMemory;
            if (!_tape._disposed)
                _tape._recorder.Tape = _tape;
        }
    }
}
