using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Data;

/// <summary>Samples to learn from: inputs of one shape, each with a class (its label) or with numbers to predict (its targets).</summary>
/// <remarks>
/// Never empty, never changed. <see cref="Take"/>, <see cref="Subset"/> and standardizing share the numbers, and pictures stay bytes
/// until a batch is made of them, so that 60,000 of 28×28 take 47 MB.
/// </remarks>
public sealed class DataSet<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int[]? _labels;
    private readonly Samples<T>? _targets;
    private readonly int[]? _rows;
    private Tensor<T>? _inputsTensor, _targetsTensor;
    private IndexTensor? _labelsTensor;

    /// <summary>A data set for classification.</summary>
    /// <param name="inputs">Shape (N, ...), not copied.</param>
    /// <param name="labels">Shape (N): for each sample a class from 0.</param>
    /// <param name="classCount">The number of classes; if absent, the highest label and one.</param>
    /// <exception cref="ArgumentException">There is no sample, the numbers of samples differ, or a label lies outside the classes.</exception>
    public DataSet(Tensor<T> inputs, IndexTensor labels, int? classCount = null)
        : this(new TensorSamples<T>(NotNull(inputs)), NotNull(labels).AsSpan().ToArray(), labels.Shape, classCount)
    {
    }

    /// <summary>A data set for regression.</summary>
    /// <param name="inputs">Shape (N, ...), not copied.</param>
    /// <param name="targets">Shape (N, ...): what a model should answer; not copied.</param>
    /// <exception cref="ArgumentException">There is no sample or the numbers of samples differ.</exception>
    public DataSet(Tensor<T> inputs, Tensor<T> targets)
    {
        InputSamples = new TensorSamples<T>(NotNull(inputs));
        _targets = new TensorSamples<T>(NotNull(targets));
        Count = CheckCounts(InputSamples.Shape, "targets", targets.Shape);
    }

    private DataSet(Samples<T> inputs, int[] labels, Shape labelShape, int? classCount)
    {
        InputSamples = inputs;
        Count = CheckCounts(inputs.Shape, "labels", labelShape);
        if (labelShape.Rank != 1)
            throw new ArgumentException($"DataSet: labels have shape {labelShape}; they need one axis, ({Count}).", nameof(labels));

        _labels = labels;
        ClassCount = classCount ?? labels.Max() + 1;
        int wrong = Array.FindIndex(labels, label => (uint)label >= (uint)ClassCount);
        if (wrong >= 0)
            throw new ArgumentException($"DataSet: label {labels[wrong]} of sample {wrong} is none of the {ClassCount} classes from 0.", nameof(labels));
    }

    private DataSet(DataSet<T> parent, Samples<T> inputs, int[]? rows)
    {
        InputSamples = inputs;
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
    public Shape SampleShape => Shape.Of(InputSamples.Shape.Extents[1..]);

    /// <summary>All inputs as one tensor (N, ...); made when first asked for, then kept.</summary>
    public Tensor<T> Inputs => _inputsTensor ??= Whole(InputSamples);

    /// <summary>All labels (N).</summary>
    /// <exception cref="InvalidOperationException">The samples have targets instead.</exception>
    public IndexTensor Labels => _labelsTensor ??= WholeLabels();

    /// <summary>All targets as one tensor (N, ...); made when first asked for, then kept.</summary>
    /// <exception cref="InvalidOperationException">The samples have labels instead.</exception>
    public Tensor<T> Targets => _targetsTensor ??= Whole(_targets ?? throw Batch<T>.HasNo("targets", "labels"));

    internal Samples<T> InputSamples { get; }

    /// <summary>A data set for classification whose inputs are bytes: 0 … 255 stand for 0 … 1.</summary>
    /// <param name="bytes">The inputs, row-major; not copied.</param>
    /// <param name="shape">The shape (N, ...) of the inputs.</param>
    /// <param name="labels">For each sample a class from 0; not copied.</param>
    /// <param name="classCount">The number of classes; if absent, the highest label and one.</param>
    /// <exception cref="ArgumentException">
    /// There is no sample, the bytes do not fill the shape, the numbers of samples differ, or a label lies outside the classes.
    /// </exception>
    public static DataSet<T> FromBytes(byte[] bytes, Shape shape, int[] labels, int? classCount = null)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(labels);
        return bytes.Length == shape.Count
            ? new DataSet<T>(new ByteSamples<T>(bytes, shape), labels, [labels.Length], classCount)
            : throw new ArgumentException($"DataSet: inputs of shape {shape} are {shape.Count} bytes; {bytes.Length} were given.", nameof(bytes));
    }

    /// <summary>The first samples.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1 or more than there are.</exception>
    public DataSet<T> Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        return count == Count ? this : Subset([.. Enumerable.Range(0, count)]);
    }

    /// <summary>The samples at some positions, in that order; a position may be named twice.</summary>
    /// <exception cref="ArgumentException">No position was given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A position is none of 0 … <see cref="Count"/> − 1.</exception>
    public DataSet<T> Subset(params ReadOnlySpan<int> positions)
    {
        if (positions.IsEmpty)
            throw new ArgumentException($"Subset: no position was given, and a data set needs at least one sample (of these {Count}).", nameof(positions));

        int[] rows = new int[positions.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(positions[i], nameof(positions));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(positions[i], Count, nameof(positions));
            rows[i] = Row(positions[i]);
        }

        return new DataSet<T>(this, InputSamples, rows);
    }

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
    public override string ToString() =>
        $"{Count} samples of {SampleShape} {(_targets is null ? $"in {ClassCount} classes" : $"with targets of {TargetShape}")}";

    internal int Row(int position) => _rows is null ? position : _rows[position];

    internal DataSet<T> WithInputs(Samples<T> inputs) => new(this, inputs, _rows);

    /// <summary>Memory for a batch of samples of this set.</summary>
    internal Batch<T> CreateBatch(int size) => new(
        Tensor<T>.Zeros([size, .. SampleShape]),
        _targets is null ? IndexTensor.Wrap(new int[size], [size]) : null,
        _targets is null ? null : Tensor<T>.Zeros([size, .. TargetShape]));

    /// <summary>Fills a batch with the samples at some positions.</summary>
    internal void Fill(Batch<T> batch, ReadOnlySpan<int> positions)
    {
        Fill(InputSamples, positions, batch.Inputs.AsWritableSpan());
        if (_targets is not null)
        {
            Fill(_targets, positions, batch.Targets.AsWritableSpan());
            return;
        }

        Span<int> labels = batch.Labels.AsWritableSpan();
        for (int i = 0; i < labels.Length; i++)
            labels[i] = _labels![Row(positions[i])];
    }

    private Shape TargetShape => Shape.Of(_targets!.Shape.Extents[1..]);

    private void Fill(Samples<T> samples, ReadOnlySpan<int> positions, Span<T> destination)
    {
        for (int i = 0; i < positions.Length; i++)
            samples.Read(Row(positions[i]), destination.Slice(i * samples.SampleCount, samples.SampleCount));
    }

    private Tensor<T> Whole(Samples<T> samples)
    {
        if (_rows is null && samples is TensorSamples<T> tensor)
            return tensor.Values;

        var whole = Tensor<T>.Zeros(samples.Shape.With(0, Count));
        Fill(samples, Enumerable.Range(0, Count).ToArray(), whole.AsWritableSpan());
        return whole;
    }

    private IndexTensor WholeLabels()
    {
        int[] labels = _labels ?? throw Batch<T>.HasNo("labels", "targets");
        return IndexTensor.Wrap(_rows is null ? labels : Array.ConvertAll(_rows, row => labels[row]), [Count]);
    }

    private static int CheckCounts(Shape inputs, string what, Shape answers)
    {
        if (inputs.Rank == 0 || answers.Rank == 0 || inputs[0] != answers[0])
            throw new ArgumentException($"DataSet: inputs of shape {inputs} and {what} of shape {answers} need the same first extent, the number of samples.");
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
