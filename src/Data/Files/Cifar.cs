using System.Numerics;

namespace NormNet.Data;

/// <summary>CIFAR-10 and CIFAR-100 in their binary version: colour images of shape (3, 32, 32).</summary>
/// <remarks>
/// The archives <c>cifar-10-binary.tar.gz</c> and <c>cifar-100-binary.tar.gz</c> of https://www.cs.toronto.edu/~kriz/cifar.html are to be
/// unpacked first; the folder is that of the .bin files. Classes are numbered as in <c>batches.meta.txt</c>,
/// <c>fine_label_names.txt</c> and <c>coarse_label_names.txt</c> beside them.
/// </remarks>
public static class Cifar
{
    private const string TestFile10 = "test_batch.bin", TrainFile100 = "train.bin", TestFile100 = "test.bin";

    private static readonly string[] TrainFiles10 = [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin")];

    /// <summary>Reads <c>data_batch_1.bin</c> to <c>data_batch_5.bin</c> and <c>test_batch.bin</c>, ten classes.</summary>
    /// <param name="directory">The folder of the six files, customarily <c>cifar-10-batches-bin</c>.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static DataSplit<T> Load10<T>(string directory)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (string, int)[] labels = [("label", 10)];
        Check(directory, "Load10", [.. TrainFiles10, TestFile10]);
        return new DataSplit<T>(
            DataSet<T>.Concatenate([.. TrainFiles10.Select(file => Read<T>(directory, file, labels, wanted: 0))]),
            Read<T>(directory, TestFile10, labels, wanted: 0));
    }

    /// <summary>Reads <c>train.bin</c> and <c>test.bin</c>: 100 fine classes, or the 20 coarse ones that they belong to.</summary>
    /// <param name="directory">The folder of both files, customarily <c>cifar-100-binary</c>.</param>
    /// <param name="coarse">Takes the 20 classes instead of the 100.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static DataSplit<T> Load100<T>(string directory, bool coarse = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (string, int)[] labels = [("coarse label", 20), ("fine label", 100)];
        Check(directory, "Load100", [TrainFile100, TestFile100]);
        int wanted = coarse ? 0 : 1;
        return new DataSplit<T>(Read<T>(directory, TrainFile100, labels, wanted), Read<T>(directory, TestFile100, labels, wanted));
    }

    private static void Check(string directory, string operation, string[] files)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (!Directory.Exists(directory))
            throw new DirectoryNotFoundException($"There is no folder '{directory}' to read a data set from.");
        if (Array.Find(files, file => !File.Exists(Path.Combine(directory, file))) is { } missing)
        {
            throw new FileNotFoundException(
                $"The folder '{directory}' has no file '{missing}'; Cifar.{operation} reads the unpacked binary version.",
                Path.Combine(directory, missing));
        }
    }

    private static DataSet<T> Read<T>(string directory, string name, (string Name, int Classes)[] labels, int wanted)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CifarFile file = CifarFile.Read(Path.Combine(directory, name), labels, wanted);
        return DataSet<T>.FromBytes(
            file.Images, [file.Labels.Length, CifarFile.Channels, CifarFile.Side, CifarFile.Side], file.Labels, labels[wanted].Classes);
    }
}
