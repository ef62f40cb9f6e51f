using System.IO.Compression;

namespace NormNet.Tensors;

/// <summary>NumPy's <c>.npz</c> files: named arrays in a zip archive, as <c>numpy.savez</c> and <c>numpy.load</c> exchange them.</summary>
/// <remarks>An archive is untrusted: arrays that claim more than <see cref="MaximumBytes"/> are refused before they are unpacked.</remarks>
public static class NpzFile
{
    /// <summary>The most bytes all arrays of an archive may have together: 1 GiB, so that a small archive cannot fill the memory.</summary>
    public const long MaximumBytes = 1L << 30;

    private const string Extension = ".npy";

    // A zip archive dates its entries; a fixed date, the first it knows, makes the same arrays the same bytes.
    private static readonly DateTimeOffset FirstDate = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads all arrays, by name, in the order of the archive.</summary>
    /// <exception cref="InvalidDataException">The archive or an array breaks a rule of its format; the message names both.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public static IReadOnlyDictionary<string, NpyArray> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        var arrays = new OrderedDictionary<string, NpyArray>(StringComparer.Ordinal);
        string place = path;
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            long left = MaximumBytes;
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                place = $"{path}/{NpyElementType.Short(entry.FullName)}";
                if (!entry.FullName.EndsWith(Extension, StringComparison.Ordinal))
                    throw new InvalidDataException($"NumPy file '{place}': the entry's name does not end in {Extension}.");

                using Stream content = entry.Open();
                NpyArray array = NpyFile.Read(content, place, left);
                left -= array.Bytes.Length;
                if (!arrays.TryAdd(entry.FullName[..^Extension.Length], array))
                    throw new InvalidDataException($"NumPy file '{place}': an entry of this name is there twice.");
            }
        }
        catch (InvalidDataException damage) when (!damage.Message.Contains(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"NumPy file '{place}': the archive is damaged ({damage.Message.TrimEnd('.')}).", damage);
        }

        return arrays;
    }

    /// <summary>Writes named arrays, whole or not at all; the same arrays give the same bytes.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="arrays">The arrays with their names.</param>
    /// <param name="compress">Whether to compress, as <c>numpy.savez_compressed</c> does.</param>
    /// <exception cref="ArgumentException">A name is empty or there twice.</exception>
    /// <exception cref="IOException">The folder does not exist or the disk is full; an older file of that name stays as it was.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, NpyArray>> arrays, bool compress = false)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        KeyValuePair<string, NpyArray>[] named = [.. arrays];
        if (named.Any(pair => string.IsNullOrEmpty(pair.Key)))
            throw new ArgumentException("NpzFile: an array's name is empty.", nameof(arrays));
        if (named.GroupBy(pair => pair.Key, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
            throw new ArgumentException($"NpzFile: the name \"{twice.Key}\" is there twice.", nameof(arrays));

        CompressionLevel level = compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression;
        AtomicFile.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach ((string name, NpyArray array) in named)
            {
                ZipArchiveEntry entry = archive.CreateEntry(name + Extension, level);
                entry.LastWriteTime = FirstDate;
                using Stream content = entry.Open();
                NpyFile.Write(content, array);
            }
        });
    }
}
