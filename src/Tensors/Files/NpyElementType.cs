namespace NormNet.Tensors;

/// <summary>How one number of a NumPy file is stored: its kind (f float, i integer, u without sign, b truth value) and its bytes.</summary>
internal readonly record struct NpyElementType(char Kind, int Size)
{
    private const string Known = "f2, f4, f8, i1, i2, i4, i8, u1, u2, u4, u8, b1";

    /// <summary>As a header says it; numbers of one byte have no order.</summary>
    internal string Descriptor => $"{(Size == 1 ? '|' : '<')}{this}";

    public override string ToString() => $"{Kind}{Size}";

    /// <summary>Reads a header's word for it, such as <c>&lt;f4</c>, or says what is wrong with it.</summary>
    internal static NpyElementType Parse(string descriptor, out bool isBigEndian, out string? fault)
    {
        isBigEndian = descriptor.StartsWith('>');
        bool hasOrder = descriptor.Length == 3 && descriptor[0] is '<' or '>' or '|';
        bool isKnown = hasOrder && Known.Split(", ").Contains(descriptor[1..]) && (descriptor[0] != '|' || descriptor[2] == '1');
        fault = isKnown ? null : $"\"{Short(descriptor)}\" is not supported; it must be < or > before one of {Known}";
        return isKnown ? new NpyElementType(descriptor[1], descriptor[2] - '0') : default;
    }

    /// <summary>Text from a file, short enough for a message.</summary>
    internal static string Short(string text) => text.Length <= 60 ? text : $"{text[..60]}…";

    /// <summary>From the other byte order to this machine's.</summary>
    internal void ReverseBytes(Span<byte> bytes)
    {
        for (int start = 0; start < bytes.Length; start += Size)
            bytes.Slice(start, Size).Reverse();
    }

    /// <summary>From the first axis running fastest (Fortran's order) to the last.</summary>
    internal byte[] ToRowMajor(byte[] bytes, Shape shape)
    {
        byte[] target = new byte[bytes.Length];
        switch (Size)
        {
            case 1: ToRowMajor<byte>(bytes, shape, target); break;
            case 2: ToRowMajor<ushort>(bytes, shape, target); break;
            case 4: ToRowMajor<uint>(bytes, shape, target); break;
            default: ToRowMajor<ulong>(bytes, shape, target); break;
        }

        return target;
    }

    private static unsafe void ToRowMajor<TBits>(byte[] bytes, Shape shape, byte[] target)
        where TBits : unmanaged
    {
        if (shape.Count == 0)
            return;

        int[] strides = new int[shape.Rank];
        for (int axis = 0; axis < strides.Length; axis++)
            strides[axis] = shape.CountOf(0, axis);

        int* memory = stackalloc int[2 * (shape.Rank + 1)];
        fixed (byte* from = bytes, to = target)
            StridedCopy.Gather((TBits*)from, new StridedView(shape.Extents, strides, memory), (TBits*)to);
    }
}
