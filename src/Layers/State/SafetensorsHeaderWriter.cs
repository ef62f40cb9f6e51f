using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NormNet.Layers;

/// <summary>Writes the JSON header of a safetensors file as the reference implementation does: no white space but the padding.</summary>
internal static class SafetensorsHeaderWriter
{
    internal static byte[] Format(IEnumerable<KeyValuePair<string, StateTensor>> tensors, IDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            if (metadata.Count > 0)
            {
                writer.WriteStartObject(SafetensorsFile.MetadataKey);
                foreach ((string key, string value) in metadata)
                    writer.WriteString(key, value);
                writer.WriteEndObject();
            }

            long begin = 0;
            foreach ((string name, StateTensor tensor) in tensors)
                begin = WriteEntry(writer, name, tensor, begin);
            writer.WriteEndObject();
        }

        // Spaces up to a multiple of 8, so that a reader that maps the file finds the numbers aligned.
        int padding = -buffer.WrittenCount & (SafetensorsFile.LengthBytes - 1);
        buffer.GetSpan(padding)[..padding].Fill((byte)' ');
        buffer.Advance(padding);
        return buffer.WrittenSpan.ToArray();
    }

    private static long WriteEntry(Utf8JsonWriter writer, string name, StateTensor tensor, long begin)
    {
        long end = begin + tensor.Bytes.Length;
        writer.WriteStartObject(name);
        writer.WriteString(SafetensorsHeader.TypeField, tensor.Type.FileName());
        writer.WriteStartArray(SafetensorsHeader.ShapeField);
        foreach (int extent in tensor.Shape)
            writer.WriteNumberValue(extent);
        writer.WriteEndArray();
        writer.WriteStartArray(SafetensorsHeader.OffsetsField);
        writer.WriteNumberValue(begin);
        writer.WriteNumberValue(end);
        writer.WriteEndArray();
        writer.WriteEndObject();
        return end;
    }
}
