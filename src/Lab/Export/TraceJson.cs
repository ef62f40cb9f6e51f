using System.Text.Json;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>Traces as JSON files, version 1.</summary>
/// <remarks>
/// <code>
/// { "format": "normnet-tape", "version": 1, "elementType": "float" | "double",
///   "tensors":   [ { "shape": [2, 3], "values": [..], "statistics": [min, max, mean, deviation, notFinite] } ],
///   "variables": [ { "name": "x", "value": T, "node": N | null, "requiresGradient": true } ],
///   "nodes":     [ { "operation": "..", "formula": "..", "pass": 0, "inputs": [V, V], "output": V,
///                    "saved": [ { "name": "..", "value": T } ],
///                    "scope": "2/bn", "source": "lesson.cs:7" | null, "unfolded": { a trace without format and version } | null } ],
///   "result": V, "upstream": T,
///   "backward":  [ { "node": N, "upstream": T,
///                    "contributions": [ { "input": 0, "value": T, "before": T | null, "after": T } ] } ] }
/// </code>
/// T, V and N are positions in <c>tensors</c>, <c>variables</c> and <c>nodes</c>. Values are in row-major order; where there are fewer
/// than the shape holds, the rest was left out. Numbers have as many digits as give them back exactly; those that are not finite are
/// the strings <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>. A forward step is implied by each node. A reader refuses other versions;
/// it passes over properties it does not know.
/// </remarks>
public static class TraceJson
{
    internal const string Format = "normnet-tape";
    internal const int Version = 1;

    /// <summary>A larger file is refused.</summary>
    internal const long MaximumBytes = 256L << 20;

    /// <summary>Writes a trace.</summary>
    public static void Write(Stream stream, TapeTrace trace)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(trace);
        using var writer = new Utf8JsonWriter(stream);
        new TraceJsonWriter(writer, trace).Write(withFormat: true);
    }

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written; what was there is unchanged.</exception>
    public static void Save(string path, TapeTrace trace) => AtomicFile.Write(path, stream => Write(stream, trace));

    /// <summary>Reads a trace that anybody may have written: every position, shape and count is checked.</summary>
    /// <param name="stream">The JSON.</param>
    /// <param name="name">What errors call it, such as the file's name.</param>
    /// <exception cref="InvalidDataException">It is no trace of version 1; the message has the name and the field.</exception>
    public static TapeTrace Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            var options = new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 };
            using var document = JsonDocument.Parse(Bytes(stream, name), options);
            return TraceJsonReader.Read(new JsonField(document.RootElement, name));
        }
        catch (JsonException error)
        {
            // The exception's own message quotes what it could not read, which may be all of the file.
            throw new InvalidDataException(
                $"{name}: not JSON as it should be, in line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}.", error);
        }
        catch (InvalidOperationException error)
        {
            // The parser finds it only when the text is asked for.
            throw new InvalidDataException($"{name}: a string has half a surrogate pair.", error);
        }
    }

    /// <summary>Reads a file that <see cref="Save"/> wrote.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static TapeTrace Load(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Read(stream, Path.GetFileName(path));
    }

    /// <summary>All bytes, but never more than may be: a pipe or a device has no length to check first.</summary>
    private static ReadOnlyMemory<byte> Bytes(Stream stream, string name)
    {
        using var bytes = new MemoryStream();
        byte[] part = new byte[1 << 16];
        for (int read = stream.Read(part); read > 0; read = stream.Read(part))
        {
            bytes.Write(part, 0, read);
            if (bytes.Length > MaximumBytes)
                throw new InvalidDataException($"{name}: it has more than the {MaximumBytes} bytes that a tape may have.");
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }
}
