using System.Buffers.Binary;
using System.IO.Compression;
using NormNet.Tensors;

namespace NormNet.Data;

/// <summary>An IDX file of bytes, MNIST's format: a magic number with the rank, the extents as big-endian integers, the values.</summary>
/// <remarks>
/// Files are untrusted: memory is taken as data arrives, never by what the header claims, and a file of more than
/// <see cref="MaximumBytes"/> values is refused, so that a small compressed file cannot fill the memory.
/// </remarks>
public sealed class IdxFile
{
    /// <summary>The most values a file may hold: 1 GiB, about twice the largest known (E-MNIST by class, 697,932 images).</summary>
    public const int MaximumBytes = 1 << 30;

    internal const byte UnsignedByte = 0x08;

    internal IdxFile(string path, Shape shape, byte[] values) => (Path, Shape, Values) = (path, shape, values);

    /// <summary>Where the file was read from.</summary>
    public string Path { get; }

    /// <summary>The extents: (N, height, width) for images, (N) for labels.</summary>
    public Shape Shape { get; }

    /// <summary>The values, row-major.</summary>
    public byte[] Values { get; }

    /// <summary>Reads a file, plain or gzip-compressed; which of them is seen from its first bytes, not from its name.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">
    /// The magic number, the element type, the rank or the extents are not those of a byte IDX file, values are missing, something
    /// follows them, or the compression is damaged.
    /// </exception>
    public static IdxFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        bool compressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        using Stream content = compressed ? new GZipStream(file, CompressionMode.Decompress) : file;
        return new IdxReader(path, content).Read();
    }

    /// <summary>Writes a file, compressed if its name ends in .gz; it appears under its name only when it is complete.</summary>
    /// <exception cref="ArgumentException">The shape has no or more than 255 axes, or the values do not fill it.</exception>
    public static void Write(string path, Shape shape, ReadOnlyMemory<byte> values)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Rank is 0 or > byte.MaxValue || shape.Count != values.Length)
            throw new ArgumentException($"IdxFile: {values.Length} values do not make a file of shape {shape}.", nameof(values));

        AtomicFile.Write(path, file =>
        {
            if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            {
                WriteContent(file, shape, values.Span);
                return;
            }

            using var packed = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true);
            WriteContent(packed, shape, values.Span);
        });
    }

    private static void WriteContent(Stream stream, Shape shape, ReadOnlySpan<byte> values)
    {
        stream.Write([0, 0, UnsignedByte, (byte)shape.Rank]);
        Span<byte> extent = stackalloc byte[sizeof(int)];
        foreach (int length in shape.Extents)
        {
            BinaryPrimitives.WriteInt32BigEndian(extent, length);
            stream.Write(extent);
        }

        stream.Write(values);
    }
}
