using System.Globalization;
using System.Net;

namespace NormNet.Lab;

/// <summary>One-line formulas as MathML Core, which browsers draw without help.</summary>
/// <remarks>Known are fractions, roots, sums, superscripts and functions; every other character stands for itself.</remarks>
internal sealed class MathMl
{
    private readonly List<string> _parts;
    private int _next;

    private MathMl(string formula) => _parts = FormulaNames.Split(formula);

    internal static string Of(string formula) => $"<math><mrow>{string.Concat(new MathMl(formula).Row(end: null))}</mrow></math>";

    /// <summary>A formula, and what is said about shapes after it as text.</summary>
    internal static string WithRemark(string formula)
    {
        int remark = RemarkOf(formula);
        return remark < 0 ? Of(formula) : $"{Of(formula[..remark])} <small>{WebUtility.HtmlEncode(formula[(remark + 2)..])}</small>";
    }

    /// <summary>A formula alone.</summary>
    internal static string WithoutRemark(string formula) => Of(RemarkOf(formula) is >= 0 and int remark ? formula[..remark] : formula);

    private static int RemarkOf(string formula) => formula.IndexOf(", (", StringComparison.Ordinal);

    private List<string> Row(string? end)
    {
        var atoms = new List<string>();
        while (_next < _parts.Count && _parts[_next] != end)
        {
            if (_parts[_next] == "/" && atoms.Count > 0)
            {
                _next++;
                string below = Atom(bare: true);
                atoms[^1] = $"<mfrac>{Bare(atoms[^1])}{below}</mfrac>";
            }
            else
            {
                atoms.Add(Atom(bare: false));
            }
        }

        _next++;
        return atoms;
    }

    /// <summary>One operand with its superscripts; without its parentheses where something else groups it.</summary>
    private string Atom(bool bare)
    {
        while (_next < _parts.Count && _parts[_next] == " ")
            _next++;
        if (_next >= _parts.Count)
            return "<mrow></mrow>";

        string part = _parts[_next++];
        string atom = part == "Σ" && bare ? $"<mrow><mo>∑</mo>{Atom(bare: false)}</mrow>" : Plain(part);
        while (_next < _parts.Count && Superscript(_parts[_next]) is { } raised)
        {
            _next++;
            atom = $"<msup>{atom}{(raised.Length > 0 ? raised : Atom(bare: true))}</msup>";
        }

        if (_next < _parts.Count && _parts[_next] == " ")
            _next++;
        return bare ? Bare(atom) : atom;
    }

    private string Plain(string part)
    {
        if (part == "(")
            return $"<mrow><mo>(</mo>{string.Concat(Row(")"))}<mo>)</mo></mrow>";
        if (part == "√")
            return $"<msqrt>{Atom(bare: true)}</msqrt>";
        if (part == "Σ")
            return "<mo>∑</mo>";
        if (part == "∂")
            return $"<mrow><mo rspace=\"0\">∂</mo>{Atom(bare: false)}</mrow>";
        if (char.IsAsciiDigit(part[0]) || part == "%")
            return Number(part);
        if (FormulaNames.IsSymbol(part) && (_next >= _parts.Count || _parts[_next] != "_"))
            return $"<mi>{WebUtility.HtmlEncode(part)}</mi>";
        if (part.Length > 1 || FormulaNames.IsSymbol(part))
            return Word(part);
        return $"<mo>{WebUtility.HtmlEncode(part)}</mo>";
    }

    /// <summary>A number, the name of a node such as <c>%12</c>, or one that begins with a place, such as <c>0.weight</c>.</summary>
    private string Number(string number)
    {
        while (_next < _parts.Count && (char.IsAsciiDigit(_parts[_next][0]) || _parts[_next] == "."))
            number += _parts[_next++];
        if (!number.EndsWith('.'))
            return $"<mn>{number}</mn>";
        while (_next < _parts.Count && Superscript(_parts[_next]) is null
            && (char.IsLetterOrDigit(_parts[_next][0]) || _parts[_next] is "." or "_"))
            number += _parts[_next++];
        return $"<mtext>{WebUtility.HtmlEncode(number)}</mtext>";
    }

    private string Word(string word)
    {
        while (_next < _parts.Count && Superscript(_parts[_next]) is null
            && (_parts[_next] == "_" || (word[^1] == '_' && char.IsLetterOrDigit(_parts[_next][0]))))
            word += _parts[_next++];
        string name = $"<mtext>{WebUtility.HtmlEncode(word)}</mtext>";
        if (_next >= _parts.Count || _parts[_next] != "(")
            return $"<mrow><mspace width=\"0.25em\"></mspace>{name}<mspace width=\"0.25em\"></mspace></mrow>";
        return $"<mrow>{name}{Plain(_parts[_next++])}</mrow>";
    }

    /// <summary>What a part raises; empty where the next operand is raised, null where the part is no superscript.</summary>
    private static string? Superscript(string part) => part switch
    {
        "²" => "<mn>2</mn>",
        "³" => "<mn>3</mn>",
        "^" => "",
        _ when CharUnicodeInfo.GetUnicodeCategory(part[0]) == UnicodeCategory.ModifierLetter => "<mi>T</mi>",
        _ => null,
    };

    private static string Bare(string atom) =>
        atom.StartsWith("<mrow><mo>(</mo>", StringComparison.Ordinal) && atom.EndsWith("<mo>)</mo></mrow>", StringComparison.Ordinal)
            ? $"<mrow>{atom["<mrow><mo>(</mo>".Length..^"<mo>)</mo></mrow>".Length]}</mrow>"
            : atom;
}
