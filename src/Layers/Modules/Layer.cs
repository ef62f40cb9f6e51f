using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>A module that maps one variable to another.</summary>
/// <remarks>
/// A derived class registers its parameters in its constructor. It computes in <see cref="ForwardCore"/>, and then has its name on the
/// tape; or it overrides <see cref="Forward"/>, which is enough for a model that only puts other layers together.
/// </remarks>
public abstract partial class Layer<T> : Module<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [ThreadStatic]
    private static Action<Layer<T>, Shape>? _observer;

    /// <summary>Applies the layer; on a tape, under the layer's name.</summary>
    public virtual Variable<T> Forward(Variable<T> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Variable<T> output;
        using (EnterName())
            output = _hooks is null ? ForwardCore(input) : ForwardHooked(input, _hooks);
        _observer?.Invoke(this, output.Shape);
        return output;
    }

    /// <summary>What <see cref="Forward"/> computes in: the layer initialized, and its name on the tape until the scope ends.</summary>
    private protected ScopeName<T> EnterName()
    {
        EnsureInitialized();
        return Name.Length == 0 ? default : Tape<T>.EnterScope(Name);
    }

    /// <summary>Evaluates the layer batch by batch: nothing is recorded, every module behaves as in evaluation whatever its mode.</summary>
    /// <param name="inputs">Samples along the first axis.</param>
    /// <param name="batchSize">How many samples are computed at once; it bounds the memory.</param>
    /// <returns>The outputs along the first axis, with memory of their own.</returns>
    /// <remarks>In evaluation mode several threads may predict with one model; in training mode its modes are switched meanwhile.</remarks>
    /// <exception cref="ArgumentException">There are no samples, or the layer does not give one output per sample.</exception>
    public Tensor<T> Predict(Tensor<T> inputs, int batchSize = 256)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (inputs.Rank == 0 || inputs.Shape[0] == 0)
            throw new ArgumentException($"Predict: samples along the first axis are expected; got shape {inputs.Shape}.", nameof(inputs));

        using var evaluation = new EvaluationScope<T>(this);
        return BatchedEvaluation.Run(this, inputs, batchSize);
    }

    /// <summary>A table of the layers inside, the shapes they make of an input of zeros, and their parameters.</summary>
    /// <param name="inputShape">The shape of a batch, such as (1, 1, 28, 28).</param>
    /// <exception cref="ArgumentException">A layer inside cannot take what it is given.</exception>
    public ModuleSummary Summary(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        return ModuleSummary.Of(this, inputShape);
    }

    /// <summary>What the layer computes; called through <see cref="Forward"/>, which names it on the tape.</summary>
    /// <exception cref="NotSupportedException">The class overrides neither this nor <see cref="Forward"/>.</exception>
    protected virtual Variable<T> ForwardCore(Variable<T> input) => throw new NotSupportedException(
        $"{TypeName} does not say what it computes: override {nameof(ForwardCore)} or {nameof(Forward)}.");

    /// <summary>A copy that shares nothing with this layer.</summary>
    public override Layer<T> Clone() => (Layer<T>)base.Clone();

    /// <summary>Runs the layer while a function is told of each layer applied, inner before outer, and its output's shape.</summary>
    internal Variable<T> ForwardObserved(Variable<T> input, Action<Layer<T>, Shape> observer)
    {
        Action<Layer<T>, Shape>? outer = _observer;
        _observer = observer;
        try
        {
            return Forward(input);
        }
        finally
        {
            _observer = outer;
        }
    }
}
