using NormNet.Autograd;

namespace NormNet.Layers;

/// <content>Hooks: functions that see, and may change, what passes through a layer.</content>
/// <remarks>
/// <para>
/// In the order of a step: <see cref="BeforeForward(Func{Variable{T}, Variable{T}})"/> with x, the layer's computation,
/// <see cref="AfterForward(Func{Variable{T}, Variable{T}, Variable{T}})"/> with x and y; in the backward pass
/// <see cref="BeforeBackward(Func{Variable{T}, Variable{T}})"/> with ∂ℓ/∂y, the layer's backward,
/// <see cref="AfterBackward(Func{Variable{T}, Variable{T}})"/> with ∂ℓ/∂x. Hooks of one kind are called in the order in which they were
/// added, each with what the one before it made; a layer's hooks enclose those of the layers inside.
/// </para>
/// <para>
/// A hook changes something by returning another variable, made of operations and so on the tape; numbers of a tensor are not to be
/// written to. Parameters' gradients are not shown: they are complete only after the pass. Hooks are not part of the state, and
/// <see cref="Clone"/> does not copy them. Disposing what a method returns takes the hook out.
/// </para>
/// </remarks>
public abstract partial class Layer<T>
{
    private Hooks? _hooks;

    /// <summary>Whether the layer calls hooks: a class that overrides <see cref="Forward"/> does not.</summary>
    public bool TakesHooks => new Func<Variable<T>, Variable<T>>(Forward).Method.DeclaringType == typeof(Layer<T>);

    /// <summary>Calls a function with x before the layer computes; what it returns is computed with.</summary>
    /// <exception cref="NotSupportedException">The class overrides <see cref="Forward"/>, which would call no hook.</exception>
    public IDisposable BeforeForward(Func<Variable<T>, Variable<T>> hook) => MakeHooks().BeforeForward.Add(hook);

    /// <summary>Calls a function with x before the layer computes.</summary>
    /// <inheritdoc cref="BeforeForward(Func{Variable{T}, Variable{T}})" path="/exception"/>
    public IDisposable BeforeForward(Action<Variable<T>> hook) => BeforeForward(Passing(hook));

    /// <summary>Calls a function with x and y after the layer has computed y; what it returns is handed out as y.</summary>
    /// <inheritdoc cref="BeforeForward(Func{Variable{T}, Variable{T}})" path="/exception"/>
    public IDisposable AfterForward(Func<Variable<T>, Variable<T>, Variable<T>> hook) => MakeHooks().AfterForward.Add(hook);

    /// <summary>Calls a function with x and y after the layer has computed y.</summary>
    /// <inheritdoc cref="BeforeForward(Func{Variable{T}, Variable{T}})" path="/exception"/>
    public IDisposable AfterForward(Action<Variable<T>, Variable<T>> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return AfterForward((x, y) =>
        {
            hook(x, y);
            return y;
        });
    }

    /// <summary>Calls a function with ∂ℓ/∂y, complete, before the layer's backward; what it returns is differentiated back from.</summary>
    /// <remarks>
    /// For passes over what is computed on a tape from now on; the tape gets a <see cref="GradientHook{T}"/> behind y.
    /// </remarks>
    /// <inheritdoc cref="BeforeForward(Func{Variable{T}, Variable{T}})" path="/exception"/>
    public IDisposable BeforeBackward(Func<Variable<T>, Variable<T>> hook) => MakeHooks().BeforeBackward.Add(hook);

    /// <summary>Calls a function with ∂ℓ/∂y, complete, before the layer's backward.</summary>
    /// <inheritdoc cref="BeforeBackward(Func{Variable{T}, Variable{T}})" path="/remarks|/exception"/>
    public IDisposable BeforeBackward(Action<Variable<T>> hook) => BeforeBackward(Passing(hook));

    /// <summary>
    /// Calls a function with this layer's part of ∂ℓ/∂x after its backward; what it returns flows on to whatever made x.
    /// </summary>
    /// <remarks>
    /// For passes over what is computed on a tape from now on; the tape gets a <see cref="GradientHook{T}"/> in front of the layer. It is
    /// not called where nobody wants ∂ℓ/∂x, as at a model's first layer.
    /// </remarks>
    /// <inheritdoc cref="BeforeForward(Func{Variable{T}, Variable{T}})" path="/exception"/>
    public IDisposable AfterBackward(Func<Variable<T>, Variable<T>> hook) => MakeHooks().AfterBackward.Add(hook);

    /// <summary>Calls a function with this layer's part of ∂ℓ/∂x after its backward.</summary>
    /// <inheritdoc cref="AfterBackward(Func{Variable{T}, Variable{T}})" path="/remarks|/exception"/>
    public IDisposable AfterBackward(Action<Variable<T>> hook) => AfterBackward(Passing(hook));

    private Hooks MakeHooks() => TakesHooks
        ? _hooks ??= new Hooks()
        : throw new NotSupportedException(
            $"{TypeName} overrides {nameof(Forward)}, which would call no hook; override {nameof(ForwardCore)} instead, "
            + "or hook a layer inside.");

    private Variable<T> ForwardHooked(Variable<T> input, Hooks hooks)
    {
        input = Run(hooks.BeforeForward, input);
        if (input.RequiresGradient)
            input = Watched(hooks.AfterBackward, input);
        Variable<T> output = ForwardCore(input);
        foreach (Func<Variable<T>, Variable<T>, Variable<T>> hook in hooks.AfterForward.Functions)
            output = NotNull(hook(input, output));
        return Watched(hooks.BeforeBackward, output);
    }

    private Variable<T> Watched(HookList<Func<Variable<T>, Variable<T>>> hooks, Variable<T> variable) =>
        hooks.Functions.Length == 0 || Tape<T>.Current is null
            ? variable
            : new GradientHook<T>(gradient => Run(hooks, gradient)).Apply(variable);

    private Variable<T> Run(HookList<Func<Variable<T>, Variable<T>>> hooks, Variable<T> variable)
    {
        foreach (Func<Variable<T>, Variable<T>> hook in hooks.Functions)
            variable = NotNull(hook(variable));
        return variable;
    }

    private Variable<T> NotNull(Variable<T>? made) =>
        made ?? throw new InvalidOperationException($"{this}: a hook returned null; to change nothing, it returns what it was given.");

    private static Func<Variable<T>, Variable<T>> Passing(Action<Variable<T>> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return variable =>
        {
            hook(variable);
            return variable;
        };
    }

    private sealed class Hooks
    {
        internal HookList<Func<Variable<T>, Variable<T>>> BeforeForward { get; } = new();

        internal HookList<Func<Variable<T>, Variable<T>, Variable<T>>> AfterForward { get; } = new();

        internal HookList<Func<Variable<T>, Variable<T>>> BeforeBackward { get; } = new();

        internal HookList<Func<Variable<T>, Variable<T>>> AfterBackward { get; } = new();
    }
}
