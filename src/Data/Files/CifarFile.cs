namespace NormNet.Data;

/// <summary>One file of CIFAR-10 or CIFAR-100, binary version: records of label bytes and 3 × 1,024 bytes, red, green and blue.</summary>
/// <remarks>
/// Krizhevsky, "Learning multiple layers of features from tiny images", 2009; the format is described at
/// https://www.cs.toronto.edu/~kriz/cifar.html. It has no header, so that a file is recognized by its length and its labels only.
/// </remarks>
internal sealed class CifarFile
{
    internal const int Side = 32;
    internal const int Channels = 3;
    internal const int ImageBytes = Channels * Side * Side;

    /// <summary>Five times the largest there is, the training file of CIFAR-100.</summary>
    internal const int MostRecords = 250_000;

    private static readonly string[] Planes = ["red", "green", "blue"];

    private CifarFile(byte[] images, int[] labels) => (Images, Labels) = (images, labels);

    internal byte[] Images { get; }

    internal int[] Labels { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="labelBytes">The labels of a record, in order: what each is called and how many classes it tells apart.</param>
    /// <param name="wanted">Which of them is kept.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is empty, ends within a record, is too long, or has a label that is no class.</exception>
    internal static CifarFile Read(string path, (string Name, int Classes)[] labelBytes, int wanted)
    {
        using FileStream file = File.OpenRead(path);
        int record = labelBytes.Length + ImageBytes;
        long count = Math.DivRem(file.Length, record, out long rest);
        if (count > MostRecords)
            throw Fault(path, $"with {file.Length} bytes it is longer than {MostRecords} records of {record} bytes");
        if (rest > 0)
            throw Fault(path, $"it ends within the {FieldAt(rest, labelBytes)} of record {count}; records have {record} bytes");
        if (count == 0)
            throw Fault(path, "it is empty");

        byte[] images = new byte[count * ImageBytes], labels = new byte[labelBytes.Length];
        int[] kept = new int[count];
        for (int i = 0; i < kept.Length; i++)
        {
            file.ReadExactly(labels);
            for (int k = 0; k < labels.Length; k++)
            {
                (string name, int classes) = labelBytes[k];
                if (labels[k] >= classes)
                    throw Fault(path, $"the {name} of record {i} is {labels[k]}; it must be 0 to {classes - 1}");
            }

            kept[i] = labels[wanted];
            file.ReadExactly(images.AsSpan(i * ImageBytes, ImageBytes));
        }

        return new CifarFile(images, kept);
    }

    private static string FieldAt(long position, (string Name, int Classes)[] labelBytes) => position < labelBytes.Length
        ? labelBytes[position].Name
        : $"{Planes[(position - labelBytes.Length) / (Side * Side)]} pixels";

    private static InvalidDataException Fault(string path, string finding) => new($"CIFAR file '{path}': {finding}.");
}
