using System.Buffers.Binary;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>Reads and writes safetensors files: named tensors that PyTorch, JAX and others exchange.</summary>
/// <remarks>
/// A file is the length of its header (8 bytes, little-endian), the header (JSON: for each name its element type, shape and place)
/// and the numbers. A file is untrusted: every rule of the format is checked before anything is handed out.
/// See https://huggingface.co/docs/safetensors.
/// </remarks>
public static class SafetensorsFile
{
    internal const string MetadataKey = "__metadata__";
    internal const int LengthBytes = sizeof(ulong);

    private const int ShortestHeader = 2;
    private const int LongestHeader = 100_000_000;

    /// <summary>Reads a file whole.</summary>
    /// <exception cref="InvalidDataException">The file breaks a rule of the format; the message names the file and the field.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public static StateDictionary Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads a stream that knows its length.</summary>
    /// <param name="stream">Where the bytes come from, from its position to its end.</param>
    /// <param name="source">What error messages call it.</param>
    /// <exception cref="InvalidDataException">The bytes break a rule of the format; the message names the source and the field.</exception>
    public static StateDictionary Read(Stream stream, string source)
    {
        ArgumentNullException.ThrowIfNull(stream);
        long length = stream.Length - stream.Position;
        byte[] json = ReadHeader(stream, length, source);
        SafetensorsHeader header = SafetensorsHeader.Parse(json, length - LengthBytes - json.Length, source);

        var state = new StateDictionary();
        foreach ((string key, string value) in header.Metadata)
            state.Metadata.Add(key, value);
        foreach (SafetensorsEntry entry in header.Entries)
        {
            byte[] bytes = GC.AllocateUninitializedArray<byte>((int)(entry.End - entry.Begin));
            stream.ReadExactly(bytes);
            state.Add(entry.Name, new StateTensor(entry.Type, entry.Shape, bytes));
        }

        return state;
    }

    /// <summary>Writes a file whole or not at all; the same state gives the same bytes.</summary>
    /// <exception cref="IOException">The folder does not exist or the disk is full; an older file of that name stays as it was.</exception>
    public static void Write(string path, StateDictionary state)
    {
        ArgumentNullException.ThrowIfNull(state);
        AtomicFile.Write(path, stream => Write(stream, state));
    }

    /// <summary>Writes to a stream.</summary>
    public static void Write(Stream stream, StateDictionary state)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(state);

        // The reference implementation's order: wider elements first, so that each tensor lies aligned, then by name.
        KeyValuePair<string, StateTensor>[] sorted =
            [.. state.OrderByDescending(pair => pair.Value.Type).ThenBy(pair => pair.Key, StringComparer.Ordinal)];
        byte[] json = SafetensorsHeaderWriter.Format(sorted, state.Metadata);

        Span<byte> length = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        stream.Write(length);
        stream.Write(json);
        foreach ((_, StateTensor tensor) in sorted)
            stream.Write(tensor.Bytes.Span);
    }

    private static byte[] ReadHeader(Stream stream, long length, string source)
    {
        if (length < LengthBytes)
            throw new InvalidDataException($"{source}: {length} bytes are too few; the header's length alone takes {LengthBytes}.");

        Span<byte> lengthBytes = stackalloc byte[LengthBytes];
        stream.ReadExactly(lengthBytes);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (headerLength is < ShortestHeader or > LongestHeader)
        {
            throw new InvalidDataException(
                $"{source}: the header claims {headerLength} bytes, not {ShortestHeader} to {LongestHeader}: is it a safetensors file?");
        }

        if (headerLength > (ulong)(length - LengthBytes))
            throw new InvalidDataException($"{source}: truncated: the header claims {headerLength} bytes, {length - LengthBytes} follow.");

        byte[] json = new byte[(int)headerLength];
        stream.ReadExactly(json);
        return json;
    }
}
