using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>A learned vector for each of a number of entries, such as words: indices (…) become (…, features), y = W[index].</summary>
/// <remarks>
/// <para>
/// Bengio et al. 2003, §2. W, the layer's <c>weight</c>, is (entries, features) and starts from the normal distribution N(0, 1), as in
/// PyTorch, unless <see cref="WeightInitializer"/> is set; a model's choice of initializers is not for tables. ∂ℓ/∂W adds each vector
/// of ∂ℓ/∂y to the row it came from (<see cref="IndexSelect{T}"/>).
/// </para>
/// <para>
/// Indices are integers, so <see cref="Forward(IndexTensor)"/> takes an <see cref="IndexTensor"/>. As a layer among others, in a
/// <see cref="Sequential{T}"/> or trained on a data set, it takes a tensor of whole numbers, which is exact up to 2²⁴ in float; no gradient
/// flows to those.
/// </para>
/// <para>
/// With a padding index, that row starts at zeros and never gets a gradient, so that filled-up sequences do not train it; its numbers may
/// be set and are then used as they are (PyTorch's padding_idx). PyTorch's max_norm, scale_grad_by_freq and sparse gradients are not here.
/// </para>
/// </remarks>
public sealed class Embedding<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Initializer Usual = Initializer.Normal();

    private readonly Parameter<T> _weight;

    /// <summary>A table whose vectors are not drawn yet.</summary>
    /// <param name="entries">How many vectors there are; indices are less.</param>
    /// <param name="features">The extent of a vector.</param>
    /// <param name="padding">The index whose vector is not learned; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is less than 1, or the padding is no index.</exception>
    public Embedding(int entries, int features, int? padding = null)
    {
        (Entries, Features) = (AtLeast.One(entries), AtLeast.One(features));
        if (padding is { } index)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(padding));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, entries, nameof(padding));
        }

        Padding = padding;
        _weight = Register("weight", new Parameter<T>([entries, features]));
    }

    /// <summary>How many vectors there are.</summary>
    public int Entries { get; }

    /// <summary>The extent of a vector.</summary>
    public int Features { get; }

    /// <summary>The index whose vector is not learned; null for none.</summary>
    public int? Padding { get; }

    /// <summary>How the vectors start; null for N(0, 1). To be set before the layer is first used.</summary>
    public Initializer? WeightInitializer { get; set; }

    /// <summary>W, (entries, features).</summary>
    public Parameter<T> Weight => Initialized(_weight);

    /// <summary>The vectors at indices, each from 0 to entries − 1.</summary>
    /// <exception cref="ArgumentException">An index is none of the table's.</exception>
    public Variable<T> Forward(IndexTensor indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        using (EnterName())
            return Look(indices);
    }

    /// <inheritdoc/>
    public override string ToString() => $"Embedding({Entries}, {Features}{(Padding is null ? "" : $", padding: {Padding}")})";

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ReadOnlySpan<T> numbers = input.Value.AsSpan();
        int[] indices = new int[numbers.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            indices[i] = int.CreateSaturating(numbers[i]);
            if (T.CreateTruncating(indices[i]) != numbers[i])
            {
                throw new ArgumentException(
                    $"{this}: indices are whole numbers; number {i} of {input.Shape} is {numbers[i]}.", nameof(input));
            }
        }

        return Look(IndexTensor.Wrap(indices, input.Shape));
    }

    /// <inheritdoc/>
    protected override void OnInitialize(Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        _weight.Value.CopyFrom((WeightInitializer ?? Usual).Draw(_weight.Shape, Fans.Of(_weight.Shape), generator).Cast<T>());
        if (Padding is { } index)
            _weight.Value.AsWritableSpan().Slice(index * Features, Features).Clear();
    }

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) =>
        new Embedding<T>(Entries, Features, Padding) { WeightInitializer = WeightInitializer };

    private Variable<T> Look(IndexTensor indices)
    {
        ReadOnlySpan<int> values = indices.AsSpan();
        if (values.IndexOfAnyExceptInRange(0, Entries - 1) is >= 0 and var wrong)
        {
            throw new ArgumentException(
                $"{this}: index {values[wrong]} (number {wrong} of {indices.Shape}) is none of the {Entries} entries, 0 to {Entries - 1}.",
                nameof(indices));
        }

        Variable<T> vectors = _weight.IndexSelect(0, indices);
        return Padding is { } padding && values.Contains(padding) ? WithoutGradient(padding, values, vectors) : vectors;
    }

    /// <summary>The same vectors, those of the padding as constants.</summary>
    private static Variable<T> WithoutGradient(int padding, ReadOnlySpan<int> indices, Variable<T> vectors)
    {
        var isLearned = new T[indices.Length];
        for (int i = 0; i < isLearned.Length; i++)
            isLearned[i] = indices[i] == padding ? T.Zero : T.One;
        return Variable<T>.Where(Tensor<T>.Wrap(isLearned, vectors.Shape.With(-1, 1)), vectors, new Variable<T>(vectors.Value));
    }
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="Embedding{T}"/>
    /// <inheritdoc cref="Embedding{T}.Embedding(int, int, int?)" path="/param"/>
    public static Embedding<T> Embedding(int entries, int features, int? padding = null) => new(entries, features, padding);
}
