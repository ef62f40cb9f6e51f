using System.Text;

namespace NormNet.Data;

/// <summary>The records of a CSV file, one after another (RFC 4180), and the line each begins on.</summary>
/// <remarks>
/// A field in double quotes may hold separators, line ends and, written twice, quotes. Lines may end in CR LF or LF. A line of nothing
/// but spaces is passed over.
/// </remarks>
internal sealed class CsvReader(string path, TextReader text, char separator)
{
    private const int LongestField = 1 << 20;
    private const int MostFields = 1 << 16;

    private readonly StringBuilder _field = new();
    private int _line = 1;

    /// <summary>The line on which the last record began, from 1.</summary>
    internal int Line { get; private set; }

    /// <summary>Reads the next record.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="InvalidDataException">The quotes are wrong, the text is not UTF-8, or a field or record is too long.</exception>
    internal bool Read(List<string> fields)
    {
        try
        {
            do
            {
                fields.Clear();
                if (text.Peek() < 0)
                    return false;
                Line = _line;
                ReadRecord(fields);
            }
            while (fields.Count == 1 && string.IsNullOrWhiteSpace(fields[0]));
            return true;
        }
        catch (DecoderFallbackException)
        {
            throw Fault(Line, "the text is not UTF-8");
        }
    }

    internal InvalidDataException Fault(int line, string finding) => new($"CSV file '{path}', line {line}: {finding}.");

    private void ReadRecord(List<string> fields)
    {
        bool more;
        do
        {
            if (fields.Count == MostFields)
                throw Fault(Line, $"a record has more than {MostFields} fields");
            _field.Clear();
            int end = text.Peek() == '"' ? ReadQuoted(fields.Count + 1) : ReadPlain(fields.Count + 1);
            fields.Add(_field.ToString());
            more = end == separator;
        }
        while (more);
    }

    /// <summary>Reads up to the end of a field.</summary>
    /// <returns>What ended it: the separator, a line end, or −1.</returns>
    private int ReadPlain(int column)
    {
        int character = Next();
        while (character >= 0 && character != separator && character != '\n')
        {
            if (character == '"')
                throw Fault(_line, $"column {column} has a quote within a field that does not begin with one");
            Append((char)character, column);
            character = Next();
        }

        return character;
    }

    private int ReadQuoted(int column)
    {
        int begin = _line;
        Next();
        while (true)
        {
            int character = text.Read();
            if (character < 0)
                throw Fault(begin, $"the quotes of column {column} are never closed");
            if (character == '"' && text.Peek() != '"')
                break;
            if (character == '"')
                text.Read();
            _line += character == '\n' ? 1 : 0;
            Append((char)character, column);
        }

        int end = Next();
        return end < 0 || end == separator || end == '\n'
            ? end
            : throw Fault(_line, $"column {column} goes on after its closing quote");
    }

    private void Append(char character, int column)
    {
        if (_field.Length == LongestField)
            throw Fault(Line, $"column {column} has more than {LongestField} characters");
        _field.Append(character);
    }

    /// <summary>The next character, a line end being LF however it is written.</summary>
    private int Next()
    {
        int character = text.Read();
        if (character == '\r' && text.Peek() == '\n')
            character = text.Read();
        _line += character == '\n' ? 1 : 0;
        return character;
    }
}
