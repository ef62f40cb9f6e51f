using System.Text.Json;
using System.Text.Unicode;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>One tensor of a safetensors header; the numbers lie at [Begin, End) of the data that follows the header.</summary>
internal sealed record SafetensorsEntry(string Name, ElementType Type, Shape Shape, long Begin, long End);

/// <summary>The JSON header of a safetensors file, checked against the length of the data that follows it.</summary>
internal sealed class SafetensorsHeader
{
    internal const string TypeField = "dtype";
    internal const string ShapeField = "shape";
    internal const string OffsetsField = "data_offsets";

    private readonly string _source;
    private readonly long _dataLength;

    private SafetensorsHeader(string source, long dataLength)
    {
        _source = source;
        _dataLength = dataLength;
    }

    /// <summary>The tensors in the order of their data.</summary>
    internal List<SafetensorsEntry> Entries { get; } = [];

    internal Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    internal static SafetensorsHeader Parse(byte[] json, long dataLength, string source)
    {
        var header = new SafetensorsHeader(source, dataLength);
        if (json[0] != (byte)'{')
            throw header.Invalid("the header", "does not start with {");
        if (!Utf8.IsValid(json))
            throw header.Invalid("the header", "is not UTF-8");

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
                header.Read(property);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{source}: the header is not valid JSON: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            // What System.Text.Json throws for an escaped half of a surrogate pair, which is no text.
            throw new InvalidDataException($"{source}: the header holds a string that is not text: {e.Message}", e);
        }

        header.CheckTiling();
        return header;
    }

    private void Read(JsonProperty property)
    {
        if (property.Value.ValueKind != JsonValueKind.Object)
            throw Invalid(Quoted(property.Name), "is not an object");
        if (property.Name == SafetensorsFile.MetadataKey)
            ReadMetadata(property.Value);
        else
            Entries.Add(ReadEntry(property.Name, property.Value));
    }

    private void ReadMetadata(JsonElement metadata)
    {
        foreach (JsonProperty property in metadata.EnumerateObject())
        {
            Metadata.Add(property.Name, property.Value.ValueKind == JsonValueKind.String
                ? property.Value.GetString()!
                : throw Invalid($"{SafetensorsFile.MetadataKey}, field {Quoted(property.Name)}", "is not a string"));
        }
    }

    private SafetensorsEntry ReadEntry(string name, JsonElement fields)
    {
        foreach (JsonProperty field in fields.EnumerateObject())
        {
            if (field.Name is not (TypeField or ShapeField or OffsetsField))
                throw Invalid($"tensor {Quoted(name)}", $"has the unknown field {Quoted(field.Name)}");
        }

        ElementType type = ReadType(name, Field(name, fields, TypeField, JsonValueKind.String));
        long[] extents = ReadIntegers(name, ShapeField, Field(name, fields, ShapeField, JsonValueKind.Array));
        long[] offsets = ReadIntegers(name, OffsetsField, Field(name, fields, OffsetsField, JsonValueKind.Array));
        if (offsets.Length != 2)
            throw InvalidField(name, OffsetsField, $"has {offsets.Length} numbers; begin and end are expected");

        (long begin, long end) = (offsets[0], offsets[1]);
        if (begin > end || end > _dataLength)
            throw InvalidField(name, OffsetsField, $"says [{begin}, {end}), which is no part of the {_dataLength} bytes of data");

        Shape shape = ToShape(name, extents, type);
        long needed = (long)shape.Count * type.Size();
        return end - begin == needed
            ? new SafetensorsEntry(name, type, shape, begin, end)
            : throw InvalidField(name, OffsetsField, $"says {end - begin} bytes; {type.FileName()} {shape} takes {needed}");
    }

    private ElementType ReadType(string name, JsonElement field) => ElementTypes.TryParse(field.GetString(), out ElementType type)
        ? type
        : throw InvalidField(name, TypeField, $"is {Quoted(field.GetString()!)}; known are {ElementTypes.Known}");

    private JsonElement Field(string tensor, JsonElement fields, string field, JsonValueKind kind)
    {
        if (!fields.TryGetProperty(field, out JsonElement value))
            throw InvalidField(tensor, field, "is missing");
        return value.ValueKind == kind ? value : throw InvalidField(tensor, field, $"is not of the kind {kind}");
    }

    private long[] ReadIntegers(string tensor, string field, JsonElement array)
    {
        var values = new List<long>();
        foreach (JsonElement element in array.EnumerateArray())
        {
            values.Add(element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out long value) && value >= 0
                ? value
                : throw InvalidField(tensor, field, $"holds {Quoted(element.GetRawText())}, which is no integer from 0 to 2^63 − 1"));
        }

        return [.. values];
    }

    /// <summary>The extents as a shape; a product that overflows or fits no array is refused before memory is asked for.</summary>
    private Shape ToShape(string tensor, long[] extents, ElementType type)
    {
        bool empty = extents.Contains(0);
        long limit = Array.MaxLength / type.Size(), count = 1;
        foreach (long extent in extents)
        {
            if (extent > int.MaxValue || (!empty && extent > limit / count))
            {
                string given = Quoted(string.Join(", ", extents));
                throw InvalidField(tensor, ShapeField, $"is {given}, more than one array of {type.FileName()} can hold ({limit} elements)");
            }

            count = empty ? 0 : count * extent;
        }

        return Shape.Of([.. extents.Select(extent => (int)extent)]);
    }

    /// <summary>The tensors' data must cover the buffer exactly: no gap, no overlap, no tail.</summary>
    private void CheckTiling()
    {
        // Tensors without elements lie between others, so an equal begin is ordered by the end.
        Entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        long covered = 0;
        foreach (SafetensorsEntry entry in Entries)
        {
            if (entry.Begin != covered)
            {
                string what = entry.Begin < covered ? "overlaps the tensor before it" : "leaves a gap after the tensor before it";
                throw InvalidField(entry.Name, OffsetsField, $"begins at {entry.Begin} and {what}, which ends at {covered}");
            }

            covered = entry.End;
        }

        if (covered != _dataLength)
            throw Invalid("the data", $"has {_dataLength} bytes; the header describes {covered}");
    }

    private InvalidDataException InvalidField(string tensor, string field, string why) =>
        Invalid($"tensor {Quoted(tensor)}, field {field}", why);

    private InvalidDataException Invalid(string what, string why) => new($"{_source}: {what} {why}.");

    /// <summary>Text from the file, short enough for a message.</summary>
    private static string Quoted(string text) => text.Length <= 80 ? $"\"{text}\"" : $"\"{text[..80]}…\"";
}
