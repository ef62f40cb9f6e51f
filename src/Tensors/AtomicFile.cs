namespace NormNet.Tensors;

/// <summary>Writes a file whole or not at all: a crash or an error leaves the old file, never half of the new one.</summary>
public static class AtomicFile
{
    /// <summary>
    /// Lets a function write to a temporary file in the same folder, flushes it to the disk, and then gives it the file's name.
    /// </summary>
    /// <param name="path">The file to make or replace; its folder must exist.</param>
    /// <param name="write">Writes the content. If it throws, the temporary file is removed and the old file stays.</param>
    /// <exception cref="IOException">The folder does not exist, the disk is full, or the name belongs to a folder.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);

        // A rename is atomic only within one file system, hence the same folder; the name is new, so that two writers never share it.
        string full = Path.GetFullPath(path), temporary = $"{full}.{Guid.NewGuid():N}.tmp";
        if (!Directory.Exists(Path.GetDirectoryName(full)))
            throw new DirectoryNotFoundException($"'{path}' cannot be written: its folder does not exist.");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
