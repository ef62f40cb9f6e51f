using System.Numerics;

namespace NormNet.Data;

/// <summary>Data sets in the files of MNIST: MNIST itself, Fashion-MNIST, K-MNIST, E-MNIST.</summary>
/// <remarks>
/// A folder holds four IDX files, plain or .gz: <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c> and the same with
/// <c>t10k</c> (E-MNIST: <c>test</c>); <c>train-images.idx3-ubyte</c> is understood too. E-MNIST's names begin with its part, such
/// as <c>emnist-letters-train-images-idx3-ubyte</c>, and its files store images column by column; they are turned upright.
/// </remarks>
public static partial class Mnist
{
    private const string TrainImages = "train-images-idx3-ubyte";
    private const string Compressed = ".gz";

    /// <summary>Reads training and test set; images have shape (1, height, width) and values from 0 to 1.</summary>
    /// <param name="directory">The folder of the four files.</param>
    /// <param name="name">
    /// What the file names begin with, such as <c>emnist-letters</c>; empty for MNIST's own names. May be left out where the folder
    /// holds one data set only.
    /// </param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">One of the four files is missing.</exception>
    /// <exception cref="ArgumentException">The folder holds several data sets and no name was given.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or the files contradict each other.</exception>
    public static DataSplit<T> Load<T>(string directory, string? name = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (!Directory.Exists(directory))
            throw new DirectoryNotFoundException($"There is no folder '{directory}' to read a data set from.");

        name ??= OnlyName(directory);
        string[] train = ["train"], test = ["t10k", "test"];
        IdxFile trainImages = Read(directory, name, train, "images", rank: 3);
        IdxFile trainLabels = Read(directory, name, train, "labels", rank: 1);
        IdxFile testImages = Read(directory, name, test, "images", rank: 3);
        IdxFile testLabels = Read(directory, name, test, "labels", rank: 1);
        CheckCounts(trainImages, trainLabels);
        CheckCounts(testImages, testLabels);
        if (!trainImages.Shape.Extents[1..].SequenceEqual(testImages.Shape.Extents[1..]))
            throw Contradiction(trainImages, testImages, $"images of shapes {trainImages.Shape} and {testImages.Shape} differ in size");

        int last = trainLabels.Values.Max(), lastTest = testLabels.Values.Max(), classCount = last + 1;
        if (lastTest > last)
            throw Contradiction(trainLabels, testLabels, $"the labels to train on end at {last}, those to test on at {lastTest}");

        bool byColumns = name.StartsWith("emnist", StringComparison.OrdinalIgnoreCase);
        return new DataSplit<T>(
            Pair<T>(trainImages, trainLabels, classCount, byColumns), Pair<T>(testImages, testLabels, classCount, byColumns));
    }

    /// <summary>The one data set of a folder, by the beginning of its files' names.</summary>
    private static string OnlyName(string directory)
    {
        string[] names = [.. Directory.EnumerateFiles(directory)
            .Select(path => CustomaryName(Path.GetFileName(path)))
            .Where(file => file == TrainImages || file.EndsWith($"-{TrainImages}", StringComparison.Ordinal))
            .Select(file => file[..^TrainImages.Length].TrimEnd('-'))
            .Distinct()
            .Order(StringComparer.Ordinal)];
        return names.Length <= 1
            ? names.FirstOrDefault("")
            : throw new ArgumentException(
                $"The folder '{directory}' holds several data sets; name one of: {string.Join(", ", names.Select(n => $"'{n}'"))}.");
    }

    private static string CustomaryName(string file) =>
        (file.EndsWith(Compressed, StringComparison.Ordinal) ? file[..^Compressed.Length] : file)
            .Replace(".idx", "-idx", StringComparison.Ordinal);

    private static IdxFile Read(string directory, string name, string[] parts, string content, int rank)
    {
        string prefix = name.Length == 0 ? "" : $"{name}-";
        string[] customary = [.. parts.Select(part => $"{prefix}{part}-{content}-idx{rank}-ubyte")];
        string? path = Directory.EnumerateFiles(directory)
            .Where(path => customary.Contains(CustomaryName(Path.GetFileName(path))))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
        if (path is null)
        {
            string missing = string.Join("' or '", customary);
            throw new FileNotFoundException(
                $"The folder '{directory}' has no file '{missing}' (or the same with .gz).", Path.Combine(directory, customary[0]));
        }

        IdxFile file = IdxFile.Read(path);
        if (file.Shape.Rank != rank)
            throw new InvalidDataException($"IDX file '{path}': the rank is {file.Shape.Rank}; {content} need {rank}.");
        return file.Shape.Count > 0
            ? file
            : throw new InvalidDataException($"IDX file '{path}': the extents {file.Shape} leave no {content}.");
    }

    private static void CheckCounts(IdxFile images, IdxFile labels)
    {
        if (images.Shape[0] != labels.Shape[0])
            throw Contradiction(images, labels, $"there are {images.Shape[0]} images and {labels.Shape[0]} labels");
    }

    private static InvalidDataException Contradiction(IdxFile first, IdxFile second, string finding) =>
        new($"IDX files '{first.Path}' and '{second.Path}' contradict each other: {finding}.");

    private static DataSet<T> Pair<T>(IdxFile images, IdxFile labels, int classCount, bool byColumns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int count, int height, int width) = (images.Shape[0], images.Shape[1], images.Shape[2]);
        if (byColumns)
        {
            (height, width) = (width, height);
            TurnUpright(images.Values, height, width);
        }

        int[] classes = Array.ConvertAll(labels.Values, label => (int)label);
        return DataSet<T>.FromBytes(images.Values, [count, 1, height, width], classes, classCount);
    }

    private static void TurnUpright(Span<byte> images, int height, int width)
    {
        byte[] columns = new byte[height * width];
        for (; !images.IsEmpty; images = images[columns.Length..])
        {
            images[..columns.Length].CopyTo(columns);
            for (int i = 0; i < columns.Length; i++)
                images[i] = columns[(i % width * height) + (i / width)];
        }
    }
}
