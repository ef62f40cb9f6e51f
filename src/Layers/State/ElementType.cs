namespace NormNet.Layers;

/// <summary>How one number of a <see cref="StateTensor"/> is stored, by safetensors' names; little-endian.</summary>
/// <remarks>The order is that of the reference implementation, which sorts a file's tensors by it.</remarks>
public enum ElementType
{
    /// <summary>A truth value in one byte.</summary>
    Bool,

    /// <summary>An unsigned integer of 8 bits.</summary>
    U8,

    /// <summary>A signed integer of 8 bits.</summary>
    I8,

    /// <summary>A float of 8 bits: 5 of exponent, 2 of mantissa.</summary>
    F8E5M2,

    /// <summary>A float of 8 bits: 4 of exponent, 3 of mantissa.</summary>
    F8E4M3,

    /// <summary>A signed integer of 16 bits.</summary>
    I16,

    /// <summary>An unsigned integer of 16 bits.</summary>
    U16,

    /// <summary>IEEE 754 half precision, 16 bits.</summary>
    F16,

    /// <summary>The upper half of a single: 8 bits of exponent, 7 of mantissa.</summary>
    BF16,

    /// <summary>A signed integer of 32 bits.</summary>
    I32,

    /// <summary>An unsigned integer of 32 bits.</summary>
    U32,

    /// <summary>IEEE 754 single precision, 32 bits.</summary>
    F32,

    /// <summary>IEEE 754 double precision, 64 bits.</summary>
    F64,

    /// <summary>A signed integer of 64 bits.</summary>
    I64,

    /// <summary>An unsigned integer of 64 bits.</summary>
    U64,
}

/// <summary>Sizes and file names of element types.</summary>
internal static class ElementTypes
{
    private static readonly string[] Names =
        ["BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3", "I16", "U16", "F16", "BF16", "I32", "U32", "F32", "F64", "I64", "U64"];

    internal static string Known => string.Join(", ", Names);

    internal static int Size(this ElementType type) => type switch
    {
        <= ElementType.F8E4M3 => 1,
        <= ElementType.BF16 => 2,
        <= ElementType.F32 => 4,
        _ => 8,
    };

    internal static string FileName(this ElementType type) => Names[(int)type];

    internal static bool TryParse(string? name, out ElementType type)
    {
        int index = Array.IndexOf(Names, name);
        type = (ElementType)index;
        return index >= 0;
    }
}
