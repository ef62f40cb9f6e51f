using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NormNet.Tests.Documentation;

/// <summary>The XML documentation that the compiler writes beside an assembly.</summary>
internal sealed partial class XmlSummaries
{
    private readonly Dictionary<string, XElement> _members;

    private XmlSummaries(Dictionary<string, XElement> members) => _members = members;

    internal static XmlSummaries Of(Assembly assembly)
    {
        XDocument file = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"));
        return new(file.Descendants("member").ToDictionary(member => member.Attribute("name")!.Value));
    }

    /// <summary>What is said of a type: its summary's first sentence, and of the others the first that names literature.</summary>
    internal (string Says, string Literature) Type(Type type) => Read($"T:{type.FullName}");

    /// <summary>What is said of a property or of a method's first overload.</summary>
    internal (string Says, string Literature) Member(MemberInfo member)
    {
        string name = $"{(member is PropertyInfo ? 'P' : 'M')}:{member.DeclaringType!.FullName}.{member.Name}";
        return Read(_members.Keys.First(key => key == name || key.StartsWith(name + "(", StringComparison.Ordinal)
            || key.StartsWith(name + "`", StringComparison.Ordinal)));
    }

    /// <summary>The sentences of a text; a dot within brackets, or before a small letter or a number, ends none.</summary>
    internal static IEnumerable<string> Sentences(string text) => SentenceEnd().Split(text).Where(sentence => sentence.Length > 0);

    private (string Says, string Literature) Read(string name)
    {
        XElement member = _members.GetValueOrDefault(name) ?? throw new InvalidOperationException($"{name} has no documentation.");
        string summary = Text(member.Element("summary")), remarks = Text(member.Element("remarks"));
        if (summary.Length == 0)
            throw new InvalidOperationException($"{name} has no summary.");
        string says = Sentences(summary).First();
        string? literature = Year().IsMatch(says) ? null : Sentences(summary).Concat(Sentences(remarks)).FirstOrDefault(Year().IsMatch);
        return (says, literature ?? "");
    }

    private static string Text(XElement? element) =>
        element is null ? "" : Spaces().Replace(string.Concat(element.Nodes().Select(Text)), " ").Trim();

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "seealso" } see when see.Attribute("cref") is { } cref => Named(cref.Value),
        XElement { Name.LocalName: "see" } see => see.Attribute("langword")?.Value ?? see.Value,
        XElement { Name.LocalName: "paramref" or "typeparamref" } reference => reference.Attribute("name")!.Value,
        XElement { Name.LocalName: "c" } name => name.Value,
        XElement { Name.LocalName: "code" } => " ",
        XElement other => string.Concat(other.Nodes().Select(Text)) + " ",
        _ => "",
    };

    /// <summary>The last part of a reference such as <c>M:NormNet.Tensors.Tensor`1.Sum(System.Int32)</c>.</summary>
    private static string Named(string reference) => reference[2..].Split('(')[0].Split('.')[^1].Split('`')[0];

    [GeneratedRegex(@"(?<=\.)(?<!\b(?:al|vs|Eq|eq|Sec|Fig|No|pp?)\.)(?<!\b[A-Z]\.) +(?=[\p{Lu}(""“])")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\b(?:19[4-9]|20[0-3])\d\b")]
    private static partial Regex Year();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
