using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Data;

/// <summary>Samples to learn from: inputs of one shape, each with a class (its label) or with numbers to predict (its targets).</summary>
/// <remarks>
/// Never empty, never changed. Whatever is made of a set (<see cref="Subset"/>, <see cref="Split"/>, <see cref="Map"/>, standardizing,
/// <see cref="Concatenate"/>) shares its numbers, and pictures stay bytes until a batch is made of them, so that 60,000 of 28×28 take
/// 47 MB.
/// </remarks>
public sealed partial class DataSet<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int[]? _labels;
    private readonly Samples<T>? _targets;
    private readonly int[]? _rows;
    private readonly Augmenter<T> _augmenter;
    private Tensor<T>? _inputsTensor, _targetsTensor;
    private IndexTensor? _labelsTensor;

    /// <summary>A data set for classification.</summary>
    /// <param name="inputs">Shape (N, ...), not copied.</param>
    /// <param name="labels">Shape (N): for each sample a class from 0; or (N, ...), one for each place of a sample, such as a word.</param>
    /// <param name="classCount">The number of classes; if absent, the highest label and one.</param>
    /// <exception cref="ArgumentException">
    /// There is no sample, the numbers of samples differ, or a label is none of the classes.
    /// </exception>
    public DataSet(Tensor<T> inputs, IndexTensor labels, int? classCount = null)
        : this(new TensorSamples<T>(NotNull(inputs)), NotNull(labels).AsSpan().ToArray(), labels.Shape, classCount)
    {
    }

    /// <summary>A data set for regression.</summary>
    /// <param name="inputs">Shape (N, ...), not copied.</param>
    /// <param name="targets">Shape (N, ...): what a model should answer; not copied.</param>
    /// <exception cref="ArgumentException">There is no sample or the numbers of samples differ.</exception>
    public DataSet(Tensor<T> inputs, Tensor<T> targets)
        : this(new TensorSamples<T>(NotNull(inputs)), new TensorSamples<T>(NotNull(targets)))
    {
    }

    private DataSet(Samples<T> inputs, Samples<T> targets)
    {
        Count = CheckCounts(inputs.Shape, "targets", targets.Shape);
        InputSamples = inputs;
        _targets = targets;
        _augmenter = Augmenter<T>.None(inputs.SampleShape);
    }

    private DataSet(Samples<T> inputs, int[] labels, Shape labelsShape, int? classCount)
    {
        Count = CheckCounts(inputs.Shape, "labels", labelsShape);
        if (labels.Length == 0)
            throw new ArgumentException($"DataSet: labels of shape {labelsShape} are none.", nameof(labels));

        InputSamples = inputs;
        _labels = labels;
        LabelShape = Shape.Of(labelsShape.Extents[1..]);
        _augmenter = Augmenter<T>.None(inputs.SampleShape);
        ClassCount = classCount ?? labels.Max() + 1;
        int wrong = Array.FindIndex(labels, label => (uint)label >= (uint)ClassCount);
        if (wrong >= 0)
        {
            throw new ArgumentException(
                $"DataSet: label {labels[wrong]} of sample {wrong / LabelShape.Count} is none of the {ClassCount} classes from 0.",
                nameof(labels));
        }
    }

    private DataSet(DataSet<T> parent, Samples<T> inputs, int[]? rows, Augmenter<T> augmenter)
    {
        InputSamples = inputs;
        LabelShape = parent.LabelShape;
        _augmenter = augmenter;
        _labels = parent._labels;
        _targets = parent._targets;
        _rows = rows;
        ClassCount = parent.ClassCount;
        Count = rows?.Length ?? parent.Count;
    }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>The number of classes; 0 where the samples have targets instead of labels.</summary>
    public int ClassCount { get; }

    /// <summary>The shape of one input, such as (1, 28, 28).</summary>
    public Shape SampleShape => _augmenter.Result;

    /// <summary>The shape of one sample's labels: () where it has one, or none but targets.</summary>
    public Shape LabelShape { get; } = Shape.Scalar;

    /// <summary>All inputs as one tensor (N, ...); made when first asked for, then kept.</summary>
    public Tensor<T> Inputs => _inputsTensor ??= WholeInputs();

    /// <summary>All labels (N), or (N, ...) where a sample has several.</summary>
    /// <exception cref="InvalidOperationException">The samples have targets instead.</exception>
    public IndexTensor Labels => _labelsTensor ??= WholeLabels();

    /// <summary>All targets as one tensor (N, ...); made when first asked for, then kept.</summary>
    /// <exception cref="InvalidOperationException">The samples have labels instead.</exception>
    public Tensor<T> Targets => _targetsTensor ??= WholeTargets();

    internal Samples<T> InputSamples { get; }

    /// <summary>The samples cut into batches for one epoch, made ahead on a background thread.</summary>
    /// <param name="size">Samples per batch.</param>
    /// <param name="shuffle">Gives the order, drawn once by this call; if absent, the samples come in their own order.</param>
    /// <param name="dropLast">Leaves out a last batch that is not full.</param>
    /// <param name="skip">How many batches at the start are passed over unmade, to go on in the middle of an epoch.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="size"/> is less than 1, or <paramref name="skip"/> is negative or more than the epoch has.
    /// </exception>
    /// <exception cref="ArgumentException">The set is smaller than a batch and <paramref name="dropLast"/> leaves none.</exception>
    public Batches<T> Batches(int size, Generator? shuffle = null, bool dropLast = false, int skip = 0) =>
        new(this, size, shuffle, dropLast, skip);

    /// <summary>What the set holds, such as <c>60000 samples of (1, 28, 28) in 10 classes</c>.</summary>
    public override string ToString() => $"{Count} samples of {SampleShape} " + (_targets, LabelShape.Rank) switch
    {
        (null, 0) => $"in {ClassCount} classes",
        (null, _) => $"with {LabelShape} labels in {ClassCount} classes",
        _ => $"with targets of {_targets!.SampleShape}",
    };

    private Shape AnswerShape => _targets?.SampleShape ?? LabelShape;

    internal int Row(int position) => _rows is null ? position : _rows[position];

    internal DataSet<T> WithInputs(Samples<T> inputs) =>
        new(this, inputs, _rows, _augmenter.IsActive ? _augmenter : Augmenter<T>.None(inputs.SampleShape));

    /// <summary>Memory for a batch of samples of this set.</summary>
    internal Batch<T> CreateBatch(int size) => new(
        Tensor<T>.Zeros([size, .. SampleShape]),
        _targets is null ? IndexTensor.Wrap(new int[size * LabelShape.Count], [size, .. LabelShape]) : null,
        _targets is null ? null : Tensor<T>.Zeros([size, .. _targets.SampleShape]));

    /// <summary>Fills a batch with the samples at some positions; their augmentation is drawn from a generator, or left out.</summary>
    internal void Fill(Batch<T> batch, ReadOnlySpan<int> positions, Generator? chance)
    {
        FillInputs(positions, chance, batch.Inputs.AsWritableSpan());
        if (_targets is null)
            FillLabels(positions, batch.Labels.AsWritableSpan());
        else
            FillTargets(positions, batch.Targets.AsWritableSpan());
    }

    private void FillInputs(ReadOnlySpan<int> positions, Generator? chance, Span<T> destination)
    {
        int size = SampleShape.Count;
        for (int i = 0; i < positions.Length; i++)
            _augmenter.Read(InputSamples, Row(positions[i]), chance?.Fork(positions[i]), destination.Slice(i * size, size));
    }

    private void FillTargets(ReadOnlySpan<int> positions, Span<T> destination)
    {
        int size = _targets!.SampleCount;
        for (int i = 0; i < positions.Length; i++)
            _targets.Read(Row(positions[i]), destination.Slice(i * size, size));
    }

    private void FillLabels(ReadOnlySpan<int> positions, Span<int> destination)
    {
        int size = LabelShape.Count;
        for (int i = 0; i < positions.Length; i++)
            _labels.AsSpan(Row(positions[i]) * size, size).CopyTo(destination[(i * size)..]);
    }

    private int[] AllPositions => [.. Enumerable.Range(0, Count)];

    private Tensor<T> WholeInputs()
    {
        if (_rows is null && !_augmenter.IsActive && InputSamples is TensorSamples<T> tensor)
            return tensor.Values;

        var whole = Tensor<T>.Zeros([Count, .. SampleShape]);
        FillInputs(AllPositions, chance: null, whole.AsWritableSpan());
        return whole;
    }

    private Tensor<T> WholeTargets()
    {
        Samples<T> targets = _targets ?? throw Batch<T>.HasNo("targets", "labels");
        if (_rows is null && targets is TensorSamples<T> tensor)
            return tensor.Values;

        var whole = Tensor<T>.Zeros([Count, .. targets.SampleShape]);
        FillTargets(AllPositions, whole.AsWritableSpan());
        return whole;
    }

    private IndexTensor WholeLabels()
    {
        int[] labels = _labels ?? throw Batch<T>.HasNo("labels", "targets");
        Shape shape = [Count, .. LabelShape];
        if (_rows is null)
            return IndexTensor.Wrap(labels, shape);

        int[] chosen = new int[shape.Count];
        FillLabels(AllPositions, chosen);
        return IndexTensor.Wrap(chosen, shape);
    }

    private static int CheckCounts(Shape inputs, string what, Shape answers)
    {
        if (inputs.Rank == 0 || answers.Rank == 0 || inputs[0] != answers[0])
        {
            throw new ArgumentException(
                $"DataSet: inputs of shape {inputs} and {what} of shape {answers} need the same first extent, the number of samples.");
        }

        return inputs.Count > 0
            ? inputs[0]
            : throw new ArgumentException($"DataSet: inputs of shape {inputs} hold no value; a data set needs at least one sample.");
    }

    private static TValue NotNull<TValue>(TValue value)
        where TValue : class
    {
        ArgumentNullException.ThrowIfNull(value);
        return value;
    }
}
