using System.Buffers.Binary;
using NormNet.Tensors;

namespace NormNet.Data;

/// <summary>Reads one IDX file from its unpacked content, and says of every fault which file and field it is in.</summary>
internal sealed class IdxReader(string path, Stream content)
{
    private const int FieldBytes = 4;
    private const int FirstChunk = 1 << 20;

    /// <summary>The whole file.</summary>
    /// <exception cref="InvalidDataException">It is damaged or claims what is not there.</exception>
    public IdxFile Read()
    {
        int[] extents = new int[ReadRank()];
        long count = 1;
        for (int axis = 0; axis < extents.Length; axis++)
        {
            uint extent = BinaryPrimitives.ReadUInt32BigEndian(ReadField($"extent {axis}"));
            count *= extent;
            if (extent > IdxFile.MaximumBytes || count > IdxFile.MaximumBytes)
                throw Fault($"extent {axis} is {extent}, so the file claims more than the {IdxFile.MaximumBytes} values that are allowed");
            extents[axis] = (int)extent;
        }

        return new IdxFile(path, Shape.Of(extents), ReadValues((int)count));
    }

    private int ReadRank()
    {
        byte[] magic = ReadField("magic number");
        if (magic[0] != 0 || magic[1] != 0)
            throw Fault($"the magic number 0x{Convert.ToHexString(magic)} is not that of an IDX file, which begins with 0x0000");
        if (magic[2] != IdxFile.UnsignedByte)
            throw Fault($"the element type 0x{magic[2]:X2} is not supported; it must be 0x08, unsigned bytes");
        return magic[3] > 0 ? magic[3] : throw Fault("the rank is 0; it must be at least 1");
    }

    private byte[] ReadField(string name)
    {
        byte[] field = new byte[FieldBytes];
        return Fill(field) == field.Length ? field : throw Fault($"it ends within the {name}");
    }

    private byte[] ReadValues(int count)
    {
        byte[] values = new byte[Math.Min(count, FirstChunk)];
        int filled = Fill(values);
        while (filled == values.Length && filled < count)
        {
            Array.Resize(ref values, (int)Math.Min(count, 2L * filled));
            filled += Fill(values.AsSpan(filled));
        }

        if (filled < count)
            throw Fault($"the header claims {count} values, but only {filled} are there");
        return Fill(new byte[1]) == 0 ? values : throw Fault($"the header claims {count} values, but more bytes follow them");
    }

    private int Fill(Span<byte> destination)
    {
        try
        {
            return content.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException damage)
        {
            throw Fault($"the gzip compression is damaged ({damage.Message.TrimEnd('.')})");
        }
    }

    private InvalidDataException Fault(string finding) => new($"IDX file '{path}': {finding}.");
}
