namespace NormNet.Tensors;

/// <summary>The header of a NumPy array: a Python dictionary of <c>descr</c>, <c>fortran_order</c> and <c>shape</c>.</summary>
internal sealed class NpyHeader
{
    private const int MostAxes = 64;

    private readonly string _text;
    private readonly string _source;
    private int _next;

    private NpyHeader(string text, string source) => (_text, _source) = (text, source);

    internal NpyElementType Type { get; private set; }

    internal bool IsBigEndian { get; private set; }

    internal bool IsFortranOrder { get; private set; }

    internal Shape Shape { get; private set; } = Shape.Scalar;

    /// <summary>The dictionary, padded so that the numbers begin at a multiple of 64, as NumPy writes it.</summary>
    internal static string Format(NpyArray array, int bytesBefore)
    {
        string shape = array.Shape.Rank == 1 ? $"({array.Shape[0]},)" : $"({string.Join(", ", array.Shape)})";
        string text = $"{{'descr': '{array.Descriptor}', 'fortran_order': False, 'shape': {shape}, }}";
        return text + new string(' ', -(bytesBefore + text.Length + 1) & 63) + '\n';
    }

    /// <summary>Reads the dictionary.</summary>
    /// <exception cref="InvalidDataException">It is another literal, lacks a key, has one twice, or a value is impossible.</exception>
    internal static NpyHeader Parse(string text, string source)
    {
        var header = new NpyHeader(text.TrimEnd(' ', '\n', '\0'), source);
        header.ParseDictionary();
        return header;
    }

    private void ParseDictionary()
    {
        var missing = new HashSet<string> { "descr", "fortran_order", "shape" };
        Expect('{');
        while (!Takes('}'))
        {
            string key = ParseString();
            if (!missing.Remove(key))
                throw Fault($"key '{NpyElementType.Short(key)}' is unknown or there twice");

            Expect(':');
            ParseValue(key);
            if (!Takes(','))
            {
                Expect('}');
                break;
            }
        }

        if (missing.Count > 0)
            throw Fault($"key '{missing.Order().First()}' is missing");
        if (_next < _text.Length)
            throw Fault($"something follows the dictionary at character {_next}");
    }

    private void ParseValue(string key)
    {
        if (key == "shape")
        {
            ParseShape();
        }
        else if (key == "fortran_order")
        {
            IsFortranOrder = TakesWord("True");
            if (!IsFortranOrder && !TakesWord("False"))
                throw Fault("field fortran_order is neither True nor False");
        }
        else
        {
            if (Takes('['))
                throw Fault("field descr is a list: arrays of records are not supported");

            Type = NpyElementType.Parse(ParseString(), out bool isBigEndian, out string? fault);
            IsBigEndian = fault is null ? isBigEndian : throw Fault($"field descr {fault}");
        }
    }

    private void ParseShape()
    {
        var extents = new List<int>();
        long count = 1;
        Expect('(');
        while (!Takes(')'))
        {
            int start = _next;
            while (_next < _text.Length && char.IsAsciiDigit(_text[_next]))
                _next++;
            if (!int.TryParse(_text.AsSpan(start, _next - start), out int extent))
                throw Fault($"field shape has no extent from 0 to {int.MaxValue} at character {start}");

            // A product with a factor 0 is 0, whatever the others are; so they are bounded without it.
            count *= Math.Max(extent, 1);
            if (extents.Count == MostAxes || count > Array.MaxLength)
                throw Fault($"field shape claims more than {MostAxes} axes or {Array.MaxLength} numbers");

            extents.Add(extent);
            if (!Takes(','))
            {
                Expect(')');
                break;
            }
        }

        Shape = Shape.Of([.. extents]);
    }

    private string ParseString()
    {
        SkipSpaces();
        char quote = _next < _text.Length ? _text[_next] : '\0';
        int end = quote is '\'' or '"' ? _text.IndexOf(quote, _next + 1) : -1;
        if (end < 0)
            throw Fault($"a text between quotes is expected at character {_next}");

        string text = _text[(_next + 1)..end];
        _next = end + 1;
        return text;
    }

    private void Expect(char sign)
    {
        if (!Takes(sign))
            throw Fault($"'{sign}' is expected at character {_next}");
    }

    private bool Takes(char sign)
    {
        SkipSpaces();
        bool isThere = _next < _text.Length && _text[_next] == sign;
        _next += isThere ? 1 : 0;
        SkipSpaces();
        return isThere;
    }

    private bool TakesWord(string word)
    {
        bool isThere = _text.AsSpan(_next).StartsWith(word);
        _next += isThere ? word.Length : 0;
        return isThere;
    }

    private void SkipSpaces()
    {
        while (_next < _text.Length && _text[_next] == ' ')
            _next++;
    }

    private InvalidDataException Fault(string finding) => new($"NumPy file '{_source}': header: {finding}.");
}
