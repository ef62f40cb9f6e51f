namespace NormNet.Samples.Common;

/// <summary>Looks at the files that a program will write before it works for minutes.</summary>
public static class OutputFiles
{
    /// <summary>Makes the folder for pictures, and sees to it that the files can be written.</summary>
    /// <exception cref="DirectoryNotFoundException">A file's folder is not there.</exception>
    /// <exception cref="IOException">The folder for pictures cannot be made: a file has its name.</exception>
    public static void Check(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Out is not null)
            Directory.CreateDirectory(options.Out);
        CheckFolderOf(options.Save, "--save");
        CheckFolderOf(options.Json, "--json");
        CheckFolderOf(options.FindLearningRate, "--find-learning-rate");
    }

    private static void CheckFolderOf(string? file, string option)
    {
        if (file is null)
            return;
        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{option} {file}: there is no folder {folder}");
        if (Directory.Exists(file))
            throw new IOException($"{option} {file}: this is a folder");
    }
}
