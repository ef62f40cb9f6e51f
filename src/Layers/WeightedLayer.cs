using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>A layer with a weight, which it reads through one place that a reparametrization can fill, and a bias.</summary>
/// <remarks>
/// Both start from <see cref="Initializer.Default"/>, the uniform distribution over ±1/√(fan in), unless others are chosen for the layer
/// or the model.
/// </remarks>
public abstract class WeightedLayer<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Parameter<T> _weight;
    private readonly Parameter<T>? _bias;
    private Func<Parameter<T>, Layer<T>>? _reparametrization;
    private Initializer? _biasInitializer;

    /// <summary>Registers the two parameters.</summary>
    /// <param name="weight">The weight's shape, outputs first; the fan in is the product of the other extents.</param>
    /// <param name="bias">Whether there is a bias, one number an output.</param>
    protected WeightedLayer(Shape weight, bool bias)
        : this(weight, weight is null ? throw new ArgumentNullException(nameof(weight)) : weight[0], bias)
    {
    }

    private protected WeightedLayer(Shape weight, int outputs, bool bias)
    {
        _weight = Register("weight", new Parameter<T>(weight));
        _bias = bias ? Register("bias", new Parameter<T>([outputs])) : null;
    }

    /// <summary>The weight, outputs first but for transposed convolutions; what a reparametrization starts from, if there is one.</summary>
    public Parameter<T> Weight => Initialized(_weight);

    /// <summary>The bias, one number an output; null without one.</summary>
    public Parameter<T>? Bias => Initialized(_bias);

    /// <summary>Whether there is a bias.</summary>
    public bool HasBias => _bias is not null;

    /// <summary>How the weight starts; null for the model's choice. To be set before the layer is first used.</summary>
    public Initializer? WeightInitializer { get; set; }

    /// <summary>How the bias starts; null for the model's choice. To be set before the layer is first used.</summary>
    /// <exception cref="ArgumentException">Set to an initializer of matrices.</exception>
    public Initializer? BiasInitializer
    {
        get => _biasInitializer;
        set => _biasInitializer = CheckedForBias(value);
    }

    /// <summary>Whether <see cref="Weight"/> belongs to another layer.</summary>
    public bool SharesWeight { get; private set; }

    /// <summary>What makes the effective weight of <see cref="Weight"/>; null where that is used as it is.</summary>
    public Layer<T>? Reparametrization { get; private set; }

    /// <summary>The weight that the layer computes with.</summary>
    protected internal Variable<T> EffectiveWeight => Reparametrization?.Forward(_weight) ?? _weight;

    /// <summary>Chooses how the weight and the bias start, in place of the model's choice; draws nothing.</summary>
    /// <param name="weight">For the weight; null for the model's choice.</param>
    /// <param name="bias">For the bias; null for the model's choice.</param>
    /// <returns>This layer, so that it can stand in a list of layers.</returns>
    /// <exception cref="ArgumentException">The bias's is an initializer of matrices.</exception>
    public WeightedLayer<T> WithInitializers(Initializer? weight = null, Initializer? bias = null)
    {
        BiasInitializer = bias;
        WeightInitializer = weight;
        return this;
    }

    /// <summary>
    /// Uses a parameter of another layer as the weight, such as an embedding's table in the layer that scores its entries.
    /// </summary>
    /// <param name="weight">A parameter of this weight's shape. It starts as the layer says that it belongs to.</param>
    /// <returns>This layer.</returns>
    /// <remarks>
    /// Press &amp; Wolf 2017, "Using the output embedding to improve language models"; in PyTorch <c>decoder.weight = encoder.weight</c>.
    /// The parameter's gradient is the sum of both uses', an optimizer changes it once, and a state has it once, under its first path. A
    /// clone of a model with both layers shares as the model does. Optimizers made before still hold the parameter that is gone.
    /// </remarks>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <exception cref="InvalidOperationException">The layer is reparametrized.</exception>
    public WeightedLayer<T> ShareWeight(Parameter<T> weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (!weight.Shape.Equals(_weight.Shape))
        {
            throw new ArgumentException(
                $"{this}: a weight of shape {_weight.Shape} is expected; {weight.Name} has {weight.Shape}.", nameof(weight));
        }

        if (Reparametrization is not null)
            throw new InvalidOperationException($"{this} is reparametrized and cannot share another layer's weight.");

        Replace(_weight, weight);
        (_weight, SharesWeight) = (weight, true);
        return this;
    }

    /// <summary>Puts a function between the weight and its use, such as weight normalization; its parameters join the model's.</summary>
    /// <param name="reparametrization">
    /// Makes the layer that maps <see cref="Weight"/> to the effective weight, of the same shape. It is initialized after the weight, whose
    /// numbers may not be drawn yet when it is made.
    /// </param>
    /// <returns>This layer.</returns>
    /// <remarks>
    /// The weight keeps its name in the state, and what the reparametrization learns is under <c>reparametrization</c>. Optimizers made
    /// before do not know those parameters.
    /// </remarks>
    /// <exception cref="InvalidOperationException">There is one already, or the weight is another layer's.</exception>
    /// <exception cref="NotSupportedException">The weight does not have its outputs first: that of a transposed convolution.</exception>
    public WeightedLayer<T> Reparametrize(Func<Parameter<T>, Layer<T>> reparametrization)
    {
        ArgumentNullException.ThrowIfNull(reparametrization);
        if (HasInputsFirst)
        {
            throw new NotSupportedException(
                $"{this}: reparametrizations go by outputs first, and this weight {_weight.Shape} has its inputs first.");
        }

        if (Reparametrization is not null)
            throw new InvalidOperationException($"{this} is reparametrized by {Reparametrization} already.");

        if (SharesWeight)
            throw new InvalidOperationException($"{this} shares {_weight.Name}; the layer that it belongs to can be reparametrized.");

        Layer<T> made = Register("reparametrization", reparametrization(_weight));
        (_reparametrization, Reparametrization) = (reparametrization, made);
        if (IsInitialized)
            made.EnsureInitialized();
        if (!IsTraining)
            made.Eval();
        return this;
    }

    /// <summary>
    /// Bakes the reparametrization in: the effective weight of evaluation becomes the weight, and nothing stands before it.
    /// </summary>
    /// <remarks>
    /// In evaluation the layer computes what it did before, but does not make the weight anew each time. PyTorch's
    /// remove_parametrizations does the same. Optimizers made before still hold the parameters that are gone.
    /// </remarks>
    /// <exception cref="InvalidOperationException">There is no reparametrization.</exception>
    public void BakeReparametrization()
    {
        if (Reparametrization is not { } removed)
            throw new InvalidOperationException($"{this} has no reparametrization to bake in.");

        EnsureInitialized();
        using (new EvaluationScope<T>(removed))
        using (new InferenceScope<T>())
            _weight.Value.CopyFrom(removed.Forward(_weight).Value);
        Unregister(removed);
        (_reparametrization, Reparametrization) = (null, null);
    }

    /// <summary>The settings that all such layers have, where they differ from the default, for <see cref="object.ToString"/>.</summary>
    private protected string WeightSettings =>
        $"{(HasBias ? "" : ", bias: false")}{(Reparametrization is null ? "" : $", {Reparametrization}")}";

    /// <summary>Whether the weight's first axis counts inputs, which no reparametrization expects.</summary>
    private protected virtual bool HasInputsFirst => false;

    /// <inheritdoc/>
    protected override void OnInitialize(Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        var fans = Fans.Of(_weight.Shape);
        if (!SharesWeight)
            Draw(_weight, WeightInitializer ?? InitializersOfModel.Weight);
        if (_bias is not null)
            Draw(_bias, BiasInitializer ?? InitializersOfModel.Bias);

        void Draw(Parameter<T> parameter, Initializer? initializer) =>
            parameter.Value.CopyFrom((initializer ?? Initializer.Default).Draw(parameter.Shape, fans, generator).Cast<T>());
    }

    /// <inheritdoc/>
    protected sealed override Module<T> CloneCore(ModuleCloner<T> cloner)
    {
        WeightedLayer<T> copy = CloneUnparametrized();
        (copy.WeightInitializer, copy.BiasInitializer) = (WeightInitializer, BiasInitializer);
        return copy;
    }

    /// <inheritdoc/>
    private protected override void Complete(Module<T> copy)
    {
        if (_reparametrization is not null && copy is WeightedLayer<T> { Reparametrization: null } plain)
            plain.Reparametrize(_reparametrization);
    }

    /// <inheritdoc/>
    private protected override void ShareIn(Module<T> copy, IReadOnlyDictionary<Parameter<T>, Parameter<T>> copies)
    {
        if (SharesWeight && copies.TryGetValue(_weight, out Parameter<T>? shared))
            ((WeightedLayer<T>)copy).ShareWeight(shared);
    }

    /// <inheritdoc/>
    private protected override bool Owns(Parameter<T> parameter) => !(SharesWeight && ReferenceEquals(parameter, _weight));

    /// <summary>What the model's initialization at hand chose for layers that have no choice of their own.</summary>
    internal (Initializer? Weight, Initializer? Bias) InitializersOfModel { get; set; }

    internal static Initializer? CheckedForBias(Initializer? initializer) => initializer is not { NeedsMatrix: true }
        ? initializer
        : throw new ArgumentException($"A bias has one axis and cannot start from {initializer}, made for matrices.", nameof(initializer));

    /// <summary>Makes a layer of the same settings without a reparametrization.</summary>
    protected abstract WeightedLayer<T> CloneUnparametrized();
}
