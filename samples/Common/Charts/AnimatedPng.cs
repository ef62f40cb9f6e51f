using System.Buffers.Binary;
using System.Text;

namespace NormNet.Samples.Common;

/// <summary>Joins PNG pictures of one size into one that moves (APNG) in browsers; other viewers show the first.</summary>
/// <remarks>
/// The chunks are those of the PNG Specification, third edition (W3C, 2025): IHDR, <c>acTL</c> (frames, plays), then for each frame
/// <c>fcTL</c> (size, place, delay) and its compressed rows, as <c>IDAT</c> in the first and as <c>fdAT</c> in the others. The rows are
/// taken over as they are, so all frames must have been written alike.
/// </remarks>
public static class AnimatedPng
{
    private const int SignatureLength = 8, ChunkOverhead = 12;
    private static readonly uint[] CrcTable = MakeCrcTable();

    /// <summary>Writes the frames, to be played for ever.</summary>
    /// <param name="output">Where the picture goes.</param>
    /// <param name="frames">PNG files, all of one size and kind of pixel.</param>
    /// <param name="delay">How long a frame is shown, to a thousandth of a second.</param>
    /// <param name="lastDelay">How long the last one is.</param>
    /// <exception cref="ArgumentException">There is no frame, or one is no PNG file or unlike the first.</exception>
    public static void Write(Stream output, IReadOnlyList<byte[]> frames, TimeSpan delay, TimeSpan lastDelay)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(frames);
        if (frames.Count == 0)
            throw new ArgumentException("An animation has at least one frame.", nameof(frames));

        (byte[] header, _) = Parts(frames[0], 0);
        output.Write(frames[0].AsSpan(0, SignatureLength));
        WriteChunk(output, "IHDR", header);
        WriteChunk(output, "acTL", [.. Number(frames.Count), .. Number(0)]);
        int sequence = 0;
        for (int i = 0; i < frames.Count; i++)
        {
            (byte[] own, byte[] rows) = Parts(frames[i], i);
            if (!own.AsSpan().SequenceEqual(header))
                throw new ArgumentException($"Frame {i} differs from the first in size or kind of pixel.", nameof(frames));
            ushort shown = checked((ushort)(i == frames.Count - 1 ? lastDelay : delay).TotalMilliseconds);
            byte[] place = [.. own.AsSpan(0, 8), .. Number(0), .. Number(0)];
            byte[] time = [(byte)(shown >> 8), (byte)shown, 1000 >> 8, 1000 & 0xFF];
            WriteChunk(output, "fcTL", [.. Number(sequence++), .. place, .. time, 0, 0]);
            if (i == 0)
                WriteChunk(output, "IDAT", rows);
            else
                WriteChunk(output, "fdAT", [.. Number(sequence++), .. rows]);
        }

        WriteChunk(output, "IEND", []);
    }

    /// <summary>A PNG file's header and its compressed rows, which may be spread over several chunks.</summary>
    private static (byte[] Header, byte[] Rows) Parts(byte[] png, int frame)
    {
        byte[] header = [];
        var rows = new MemoryStream();
        for (int at = SignatureLength; at + ChunkOverhead <= png.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at));
            if (length > png.Length - at - ChunkOverhead)
                break;
            Span<byte> data = png.AsSpan(at + 8, (int)length);
            switch (Encoding.ASCII.GetString(png, at + 4, 4))
            {
                case "IHDR":
                    header = data.ToArray();
                    break;
                case "IDAT":
                    rows.Write(data);
                    break;
                case "IEND" when header.Length == 13 && rows.Length > 0:
                    return (header, rows.ToArray());
                default:
                    break;
            }

            at += ChunkOverhead + (int)length;
        }

        throw new ArgumentException($"Frame {frame} is no whole PNG file.", nameof(png));
    }

    private static void WriteChunk(Stream output, string type, byte[] data)
    {
        byte[] content = [.. Encoding.ASCII.GetBytes(type), .. data];
        output.Write(Number(data.Length));
        output.Write(content);
        output.Write(Number((int)Crc(content)));
    }

    private static byte[] Number(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>The CRC-32 of the specification's annex D: bits reflected, polynomial 0xEDB88320.</summary>
    private static uint Crc(ReadOnlySpan<byte> content)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in content)
            crc = CrcTable[(crc ^ value) & 0xFF] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] MakeCrcTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            table[i] = i;
            for (int bit = 0; bit < 8; bit++)
                table[i] = (table[i] >> 1) ^ ((table[i] & 1) * 0xEDB88320);
        }

        return table;
    }
}
