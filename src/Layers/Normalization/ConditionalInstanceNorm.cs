using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>y = γₖ · (x − μ)/√(σ² + ε) + βₖ with μ and σ² for each sample and channel, γ and β for each class k and channel.</summary>
/// <remarks>
/// <para>
/// Dumoulin, Shlens &amp; Kudlur 2017, where a class is a painter's style: all of a network is shared but these two rows. Input (N, C,
/// ...) and a label for each sample:
/// </para>
/// <code>
///            C                     C
///        ┌─┬─┬─┬─┐             ┌─┬─┬─┬─┐
///      N │█│ │ │ │  label 2    │a│b│c│d│ classes
///        │ │ │ │ │  label 0    │e│f│g│h│     one γ and one β
///        └─┴─┴─┴─┘ S           │i│j│k│l│     for each
///                              └─┴─┴─┴─┘
/// </code>
/// <para>
/// Learned: γ (<c>weight</c>) and β (<c>bias</c>), each (classes, C); a class that no sample has gets gradient 0. No buffers: training and
/// evaluation are the same. The labels come as a second argument, or through <see cref="Labels"/> where the layer stands inside a
/// <see cref="Sequential{T}"/>; <see cref="ConditionalInstanceNorm.SetLabels"/> sets them for a whole model. One label is enough for
/// samples of one class.
/// </para>
/// <para>
/// PyTorch, Keras, Flax and ONNX have no such layer; in PyTorch it is put together of an InstanceNorm2d and two Embeddings, whose weights
/// are these two tables.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var model = Nn&lt;double&gt;.Sequential(Nn&lt;double&gt;.ConditionalInstanceNorm(channels: 2, classes: 10), Nn&lt;double&gt;.Relu());
/// Tensor&lt;double&gt; x = new Generator(seed: 1).Normal&lt;double&gt;([3, 2, 8, 8]);
/// model.SetLabels(IndexTensor.From(4, 0, 7));                                    // a style for each of three images
/// Tensor&lt;double&gt; y = model.Forward(x).Value;
/// model.SetLabels(IndexTensor.From(4));                                          // one style for all
/// </code>
/// </example>
public sealed class ConditionalInstanceNorm<T> : InstanceAffineLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double UsualEpsilon = 1e-5;

    private readonly Parameter<T> _weights;
    private readonly Parameter<T> _biases;

    /// <summary>A conditional instance normalization.</summary>
    /// <param name="channels">C, the extent of axis 1.</param>
    /// <param name="classes">How many rows of γ and β there are.</param>
    /// <param name="epsilon">ε.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is less than 1, or ε is negative or not finite.</exception>
    public ConditionalInstanceNorm(int channels, int classes, double epsilon = UsualEpsilon)
        : base(channels, epsilon)
    {
        Classes = AtLeast.One(classes);
        _weights = Register("weight", new Parameter<T>(Tensor<T>.Ones([classes, channels])));
        _biases = Register("bias", new Parameter<T>([classes, channels]));
    }

    /// <summary>How many rows of γ and β there are.</summary>
    public int Classes { get; }

    /// <summary>γ, (classes, C).</summary>
    public Parameter<T> Weights => Initialized(_weights);

    /// <summary>β, (classes, C).</summary>
    public Parameter<T> Biases => Initialized(_biases);

    /// <summary>
    /// The label of each sample of the inputs that <see cref="Layer{T}.Forward"/> gets from now on, or one label for all; null until
    /// somebody sets it. A setting of the moment: neither state nor copied by a clone.
    /// </summary>
    public IndexTensor? Labels { get; set; }

    /// <summary>Applies the layer with labels of its own.</summary>
    /// <param name="input">x, (N, C, ...).</param>
    /// <param name="labels">N labels, or one for all samples, from 0 to classes − 1.</param>
    /// <exception cref="ArgumentException">The labels are of another number or range, or x has other channels or maps of one
    /// value.</exception>
    public Variable<T> Forward(Variable<T> input, IndexTensor labels)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(labels);
        using (EnterName())
            return Normalize(input, labels);
    }

    /// <inheritdoc/>
    public override string ToString() => Describe($"{Channels}, {Classes}", (UsualEpsilon, false, false));

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Normalize(input, Labels ?? throw new InvalidOperationException(
            $"{this} has no labels: give them as a second argument of Forward, or set Labels (SetLabels for a whole model)."));
    }

    /// <inheritdoc/>
    protected override void OnInitialize(Generator generator)
    {
        _weights.Value.AsWritableSpan().Fill(T.One);
        _biases.Value.AsWritableSpan().Clear();
    }

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) =>
        new ConditionalInstanceNorm<T>(Channels, Classes, Epsilon) { Implementation = Implementation };

    private Variable<T> Normalize(Variable<T> input, IndexTensor labels)
    {
        int samples = PlanOfEnough(input.Shape).Input[0];
        if (labels.Count != samples && labels.Count != 1)
        {
            throw new ArgumentException(
                $"{this}: {labels.Count} labels for {samples} samples; give one each, or one for all.", nameof(labels));
        }

        if (labels.AsSpan().IndexOfAnyExceptInRange(0, Classes - 1) is >= 0 and var wrong)
        {
            throw new ArgumentException(
                $"{this}: the label {labels.AsSpan()[wrong]} is none of the {Classes} classes, 0 to {Classes - 1}.", nameof(labels));
        }

        IndexTensor rows = labels.Count == samples
            ? labels.Reshape(samples)
            : IndexTensor.From([.. Enumerable.Repeat(labels.AsSpan()[0], samples)]);
        return NormalizeInstances(input, _weights.IndexSelect(0, rows), _biases.IndexSelect(0, rows));
    }
}

/// <summary>The labels of all conditional layers of a model.</summary>
public static class ConditionalInstanceNorm
{
    /// <summary>Sets <see cref="ConditionalInstanceNorm{T}.Labels"/> of every such layer inside.</summary>
    /// <param name="model">The model.</param>
    /// <param name="labels">A label for each sample of the next batch, or one for all.</param>
    public static void SetLabels<T>(this Module<T> model, IndexTensor? labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach (ConditionalInstanceNorm<T> layer in model.Modules().OfType<ConditionalInstanceNorm<T>>())
            layer.Labels = labels;
    }
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="ConditionalInstanceNorm{T}"/>
    /// <inheritdoc cref="ConditionalInstanceNorm{T}.ConditionalInstanceNorm(int, int, double)" path="/param"/>
    public static ConditionalInstanceNorm<T> ConditionalInstanceNorm(int channels, int classes, double epsilon = 1e-5) =>
        new(channels, classes, epsilon);
}
