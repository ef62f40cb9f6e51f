using System.Buffers.Binary;
using System.Text;
using NormNet.Samples.Common;
using SkiaSharp;

namespace NormNet.Tests.Samples.Common;

public class AnimatedPngTests
{
    private static readonly SKColor[] Colors = [SKColors.Red, SKColors.Green, SKColors.Blue];

    [Fact]
    public void The_chunks_follow_the_specification_and_every_frame_keeps_its_rows()
    {
        byte[] animation = Write([.. Colors.Select(color => Picture(4, color))]);
        (string Type, byte[] Data)[] chunks = [.. Chunks(animation)];
        chunks.Select(chunk => chunk.Type).ShouldBe(["IHDR", "acTL", "fcTL", "IDAT", "fcTL", "fdAT", "fcTL", "fdAT", "IEND"]);
        chunks[1].Data.ShouldBe([0, 0, 0, 3, 0, 0, 0, 0]);

        // fcTL begins with its number in the sequence that fdAT shares, and ends with the delay in thousandths of a second.
        chunks.Where(chunk => chunk.Type is "fcTL" or "fdAT").Select(chunk => BinaryPrimitives.ReadInt32BigEndian(chunk.Data))
            .ShouldBe([0, 1, 2, 3, 4]);
        chunks.Where(chunk => chunk.Type == "fcTL").Select(chunk => BinaryPrimitives.ReadUInt16BigEndian(chunk.Data.AsSpan(20)))
            .ShouldBe([(ushort)100, (ushort)100, (ushort)2000]);

        byte[][] frames = [chunks[3].Data, chunks[5].Data[4..], chunks[7].Data[4..]];
        for (int i = 0; i < frames.Length; i++)
            Decode(chunks[0].Data, frames[i]).ShouldBe(Colors[i]);
    }

    [Fact]
    public void A_viewer_without_animation_shows_the_first_frame()
    {
        using SKBitmap still = SKBitmap.Decode(Write([Picture(4, SKColors.Red), Picture(4, SKColors.Green)]));
        still.GetPixel(1, 1).ShouldBe(SKColors.Red);
    }

    [Fact]
    public void Frames_that_do_not_go_together_or_are_no_pictures_are_refused()
    {
        Should.Throw<ArgumentException>(() => Write([])).Message.ShouldContain("at least one frame");
        Should.Throw<ArgumentException>(() => Write([Picture(4, SKColors.Red), Picture(5, SKColors.Red)])).Message.ShouldContain("Frame 1");
        byte[] whole = Picture(4, SKColors.Red);
        for (int length = 0; length < whole.Length; length++)
            Should.Throw<ArgumentException>(() => Write([whole[..length]])).Message.ShouldContain("Frame 0");
    }

    private static byte[] Write(byte[][] frames)
    {
        using var stream = new MemoryStream();
        AnimatedPng.Write(stream, frames, TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(2));
        return stream.ToArray();
    }

    private static byte[] Picture(int size, SKColor color)
    {
        using var bitmap = new SKBitmap(size, size);
        bitmap.Erase(color);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>A pixel of a picture that is put together again from a header and rows.</summary>
    private static SKColor Decode(byte[] header, byte[] rows)
    {
        using var stream = new MemoryStream();
        stream.Write(Picture(1, SKColors.Black).AsSpan(0, 8));
        foreach ((string type, byte[] data) in ((string, byte[])[])[("IHDR", header), ("IDAT", rows), ("IEND", [])])
        {
            byte[] content = [.. Encoding.ASCII.GetBytes(type), .. data], number = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
            stream.Write(number);
            stream.Write(content);
            BinaryPrimitives.WriteUInt32BigEndian(number, Crc(content));
            stream.Write(number);
        }

        using SKBitmap bitmap = SKBitmap.Decode(stream.ToArray());
        return bitmap.GetPixel(1, 1);
    }

    /// <summary>Reads the chunks and holds each sum against one computed bit by bit.</summary>
    private static IEnumerable<(string Type, byte[] Data)> Chunks(byte[] file)
    {
        for (int at = 8; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)).ShouldBe(Crc(file.AsSpan(at + 4, 4 + length)));
            yield return (Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]);
            at += 12 + length;
        }
    }

    private static uint Crc(ReadOnlySpan<byte> content)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in content)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }

        return ~crc;
    }
}
