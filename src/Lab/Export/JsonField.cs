using System.Globalization;
using System.Text.Json;

namespace NormNet.Lab;

/// <summary>A value of an untrusted document with the path to it, so that every complaint says where.</summary>
internal readonly struct JsonField(JsonElement element, string path)
{
    private const int MaximumText = 4096;

    internal bool IsNull => element.ValueKind == JsonValueKind.Null;

    internal JsonField this[string name] =>
        element.ValueKind != JsonValueKind.Object ? throw Wrong("an object")
        : element.TryGetProperty(name, out JsonElement value) ? new JsonField(value, $"{path}: {name}")
        : throw new InvalidDataException($"{path}: '{name}' is missing.");

    internal JsonField[] Items()
    {
        if (element.ValueKind != JsonValueKind.Array)
            throw Wrong("an array");
        string at = path;
        return [.. element.EnumerateArray().Select((item, i) => new JsonField(item, $"{at}[{i}]"))];
    }

    /// <summary>A text that may be shown on a terminal and put into XML: not too long, nothing in it that moves the cursor.</summary>
    internal string Text() =>
        element.ValueKind == JsonValueKind.String && element.GetString() is { Length: <= MaximumText } text && !text.Any(IsHidden)
            ? text
            : throw Wrong($"a string of at most {MaximumText} characters, none of them a control character,");

    internal bool Truth() =>
        element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : throw Wrong("true or false");

    /// <summary>A whole number from 0 to one below a bound.</summary>
    internal int Whole(int bound) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int value) && value >= 0 && value < bound
            ? value
            : throw Wrong($"a whole number from 0 to {(long)bound - 1}");

    internal int? WholeOrNull(int bound) => IsNull ? null : Whole(bound);

    internal double Number() => element.ValueKind switch
    {
        JsonValueKind.Number when element.TryGetDouble(out double value) && double.IsFinite(value) => value,
        JsonValueKind.String when element.ValueEquals("NaN") => double.NaN,
        JsonValueKind.String when element.ValueEquals("Infinity") => double.PositiveInfinity,
        JsonValueKind.String when element.ValueEquals("-Infinity") => double.NegativeInfinity,
        _ => throw Wrong("a number, or \"NaN\", \"Infinity\" or \"-Infinity\""),
    };

    internal InvalidDataException Wrong(string expected) => new($"{path}: {expected} is expected.");

    /// <summary>
    /// Controls, and characters that are not seen but change how others are, such as the one that reverses the direction.
    /// </summary>
    private static bool IsHidden(char c) => char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format;
}
