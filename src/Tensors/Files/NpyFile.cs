using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace NormNet.Tensors;

/// <summary>NumPy's <c>.npy</c> files: one array, as <c>numpy.save</c> writes and <c>numpy.load</c> reads it.</summary>
/// <remarks>
/// Read are floats of 2, 4 and 8 bytes, integers of 1 to 8 and truth values, in either byte order and either order of axes, of the
/// format's versions 1 to 3. A file is untrusted: memory is taken as data arrives, never by what the header claims. Format:
/// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
/// </remarks>
public static class NpyFile
{
    private const int FirstChunk = 1 << 20;
    private const int LongestHeader = 1 << 16;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The file breaks a rule of the format; the message names the file and the field.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public static NpyArray Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        return Read(stream, path, Array.MaxLength);
    }

    /// <summary>Reads a file as a tensor, whatever its element type.</summary>
    /// <inheritdoc cref="Read(string)"/>
    public static Tensor<T> Read<T>(string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Read(path).ToTensor<T>();

    /// <summary>Writes a file whole or not at all; the same array gives the same bytes.</summary>
    /// <exception cref="IOException">The folder does not exist or the disk is full; an older file of that name stays as it was.</exception>
    public static void Write(string path, NpyArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        AtomicFile.Write(path, stream => Write(stream, array));
    }

    /// <summary>Writes a tensor in its own precision.</summary>
    /// <inheritdoc cref="Write(string, NpyArray)"/>
    public static void Write<T>(string path, Tensor<T> tensor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Write(path, NpyArray.From(tensor));

    /// <summary>Reads one array from a stream that ends with it.</summary>
    internal static NpyArray Read(Stream stream, string source, long mostBytes)
    {
        NpyHeader header = ReadHeader(stream, source);
        long length = (long)header.Shape.Count * header.Type.Size;
        if (length > mostBytes)
            throw Fault(source, $"field shape: {header.Shape} claims {length} bytes; {mostBytes} are allowed");

        byte[] bytes = ReadValues(stream, (int)length, source);
        if (header.IsBigEndian)
            header.Type.ReverseBytes(bytes);
        return new NpyArray(header.Type, header.Shape, header.IsFortranOrder ? header.Type.ToRowMajor(bytes, header.Shape) : bytes);
    }

    internal static void Write(Stream stream, NpyArray array)
    {
        // Version 1.0 with two bytes for the header's length, which 64 axes do not exceed.
        string header = NpyHeader.Format(array, Magic.Length + 4);
        Span<byte> length = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(length, checked((ushort)header.Length));
        stream.Write(Magic);
        stream.Write([1, 0]);
        stream.Write(length);
        stream.Write(Encoding.ASCII.GetBytes(header));
        stream.Write(array.Bytes);
    }

    private static NpyHeader ReadHeader(Stream stream, string source)
    {
        byte[] start = ReadField(stream, Magic.Length + 2, "magic string", source);
        if (!start.AsSpan().StartsWith(Magic))
            throw Fault(source, "it does not begin with NumPy's magic string");
        if (start[^2] is < 1 or > 3)
            throw Fault(source, $"version {start[^2]}.{start[^1]} is unknown; known are 1 to 3");

        byte[] field = ReadField(stream, start[^2] == 1 ? sizeof(ushort) : sizeof(uint), "header's length", source);
        uint length = start[^2] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(field) : BinaryPrimitives.ReadUInt32LittleEndian(field);
        if (length > LongestHeader)
            throw Fault(source, $"the header claims {length} bytes; {LongestHeader} are allowed");
        return NpyHeader.Parse(Encoding.UTF8.GetString(ReadField(stream, (int)length, "header", source)), source);
    }

    private static byte[] ReadField(Stream stream, int length, string name, string source)
    {
        byte[] field = new byte[length];
        return stream.ReadAtLeast(field, length, throwOnEndOfStream: false) == length
            ? field
            : throw Fault(source, $"it ends within the {name}");
    }

    private static byte[] ReadValues(Stream stream, int length, string source)
    {
        byte[] values = new byte[Math.Min(length, FirstChunk)];
        int filled = stream.ReadAtLeast(values, values.Length, throwOnEndOfStream: false);
        while (filled == values.Length && filled < length)
        {
            Array.Resize(ref values, (int)Math.Min(length, 2L * filled));
            filled += stream.ReadAtLeast(values.AsSpan(filled), values.Length - filled, throwOnEndOfStream: false);
        }

        if (filled < length)
            throw Fault(source, $"truncated: the header claims {length} bytes of numbers, {filled} follow");
        return stream.ReadByte() < 0 ? values : throw Fault(source, $"more bytes follow the {length} of numbers that the header claims");
    }

    private static InvalidDataException Fault(string source, string finding) => new($"NumPy file '{source}': {finding}.");
}
