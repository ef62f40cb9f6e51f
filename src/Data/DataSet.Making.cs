using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Data;

public sealed partial class DataSet<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
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
            : throw new ArgumentException(
                $"DataSet: inputs of shape {shape} are {shape.Count} bytes; {bytes.Length} were given.", nameof(bytes));
    }

    /// <summary>A data set for classification whose inputs are made when a batch wants them: a data set of your own.</summary>
    /// <param name="sampleShape">The shape of one input.</param>
    /// <param name="labels">For each sample a class from 0; not copied.</param>
    /// <param name="read">
    /// Writes the input of the sample with this number, from 0, to memory that is all zeros. It is called on a thread of the pool, must
    /// give the same numbers for the same sample every time, and an error of it reaches whoever takes the batch.
    /// </param>
    /// <param name="classCount">The number of classes; if absent, the highest label and one.</param>
    /// <exception cref="ArgumentException">There is no sample, an input would be empty, or a label lies outside the classes.</exception>
    public static DataSet<T> From(Shape sampleShape, int[] labels, Action<int, Span<T>> read, int? classCount = null)
    {
        ArgumentNullException.ThrowIfNull(sampleShape);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(read);
        return new DataSet<T>(new MadeSamples<T>([labels.Length, .. sampleShape], read), labels, [labels.Length], classCount);
    }

    /// <summary>The samples with each input turned into another, computed whenever a batch wants it; answers stay as they are.</summary>
    /// <param name="sampleShape">The shape of the new inputs.</param>
    /// <param name="map">
    /// Writes a new input, to memory that is all zeros, from an old one. It is called on a thread of the pool, and chance has no place in
    /// it: that is for <see cref="Augment"/>.
    /// </param>
    /// <exception cref="InvalidOperationException">The samples are augmented, which comes last.</exception>
    /// <exception cref="ArgumentException">The new inputs would be empty.</exception>
    public DataSet<T> Map(Shape sampleShape, MapSample<T> map)
    {
        ArgumentNullException.ThrowIfNull(sampleShape);
        ArgumentNullException.ThrowIfNull(map);
        RefuseAugmented(nameof(Map));
        var mapped = new MappedSamples<T>(InputSamples, sampleShape, map);
        CheckCounts(mapped.Shape, "old inputs", InputSamples.Shape);
        return WithInputs(mapped);
    }

    /// <summary>The samples of several sets, one set after another; no number is copied.</summary>
    /// <exception cref="ArgumentException">No set was given, or their samples differ in shape, classes or kind of answer.</exception>
    /// <exception cref="InvalidOperationException">A set is augmented, which comes last.</exception>
    public static DataSet<T> Concatenate(params ReadOnlySpan<DataSet<T>> sets)
    {
        if (sets.IsEmpty)
            throw new ArgumentException("Concatenate: no data set was given.", nameof(sets));

        DataSet<T> first = sets[0];
        foreach (DataSet<T> set in sets)
        {
            ArgumentNullException.ThrowIfNull(set, nameof(sets));
            set.RefuseAugmented(nameof(Concatenate));
            bool fits = set.SampleShape.Equals(first.SampleShape) && set.AnswerShape.Equals(first.AnswerShape);
            if (!fits || set.ClassCount != first.ClassCount)
                throw new ArgumentException($"Concatenate: {first} and {set} do not fit together.", nameof(sets));
        }

        DataSet<T>[] parts = sets.ToArray();
        var inputs = new JoinedSamples<T>([.. parts.Select(part => (part.InputSamples, part._rows))]);
        if (first._targets is not null)
            return new DataSet<T>(inputs, new JoinedSamples<T>([.. parts.Select(part => (part._targets!, part._rows))]));

        int[] labels = [.. parts.SelectMany(part => part.Labels.AsSpan().ToArray())];
        return new DataSet<T>(inputs, labels, [inputs.Shape[0], .. first.LabelShape], first.ClassCount);
    }

    /// <summary>The samples, each changed a little by chance whenever a batch is taken in random order.</summary>
    /// <param name="augmentations">What is done, in this order, and after everything else, standardizing included.</param>
    /// <remarks>
    /// What happens to a sample depends on the generator that <see cref="Batches(int, Generator?, bool, int)"/> gets and on the sample's
    /// position in this set, and on nothing else: not on the batch it comes in, so training that is resumed within an epoch
    /// meets the same numbers. Batches in the set's own order, as for an evaluation, and <see cref="Inputs"/> are left to no chance:
    /// a crop takes the middle, everything else does nothing.
    /// </remarks>
    /// <exception cref="ArgumentException">An augmentation does not suit the shape of the samples.</exception>
    public DataSet<T> Augment(params ReadOnlySpan<Augmentation> augmentations)
    {
        foreach (Augmentation augmentation in augmentations)
            ArgumentNullException.ThrowIfNull(augmentation, nameof(augmentations));
        return new DataSet<T>(this, InputSamples, _rows, _augmenter.Then(augmentations));
    }

    private void RefuseAugmented(string operation)
    {
        if (_augmenter.IsActive)
        {
            throw new InvalidOperationException(
                $"{operation}: the samples are augmented, which comes last; augment what {operation} gives.");
        }
    }
}
