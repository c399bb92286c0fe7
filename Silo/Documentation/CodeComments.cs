using System.Text.RegularExpressions;
using System.Xml.Linq;
using GoldenSignals.Domain.Indicators;

namespace GoldenSignals.Silo.Documentation;

/// <summary>What the comment in the source says of a class.</summary>
/// <param name="Formula">Of its remarks the code, as it is set there; empty where there is none.</param>
/// <param name="Notes">The other remarks: variant, seed, what a flat market gives.</param>
/// <param name="Source">Author, work and year; empty where none is named.</param>
/// <param name="Parameters">What each parameter may be.</param>
public sealed record CodeComment(string Summary, string Formula, string Notes, string Source, IReadOnlyDictionary<string, string> Parameters);

/// <summary>The comments of Domain, read from the XML file that the compiler writes beside the assembly.</summary>
public sealed partial class CodeComments
{
    private readonly Dictionary<string, XElement> _members;

    private CodeComments(XDocument file) =>
        _members = file.Descendants("member").ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    public static CodeComments OfDomain() => new(XDocument.Load(Path.ChangeExtension(typeof(IndicatorCatalog).Assembly.Location, ".xml")));

    public CodeComment Of(Type type)
    {
        XElement member = _members[$"T:{type.FullName}"];
        XElement? remarks = member.Element("remarks"), code = remarks?.Element("code");
        string[] notes = Text(remarks?.Nodes().Where(node => node != code) ?? []).Split("Source: ", 2);
        return new(Text(member.Element("summary")!.Nodes()), Block(string.Concat(code?.Nodes().Select(node => Words(node).Trim('`')) ?? [])), notes[0].Trim(), notes.Length > 1 ? notes[1].Trim() : "", Parameters(type, member));
    }

    /// <summary>Of the class itself, where it has a primary constructor, else of the first constructor that is commented.</summary>
    private Dictionary<string, string> Parameters(Type type, XElement member)
    {
        IEnumerable<XElement> constructors = _members.Where(pair => pair.Key.StartsWith($"M:{type.FullName}.#ctor", StringComparison.Ordinal)).Select(pair => pair.Value);
        XElement? commented = constructors.Prepend(member).FirstOrDefault(candidate => candidate.Elements("param").Any());
        return commented?.Elements("param").ToDictionary(parameter => parameter.Attribute("name")!.Value, parameter => Text(parameter.Nodes())) ?? [];
    }

    private static string Text(IEnumerable<XNode> nodes) => Space().Replace(string.Concat(nodes.Select(Words)), " ").Trim();

    private static string Words(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => $"`{(see.Attribute("cref") ?? see.Attribute("langword"))!.Value.Split('(')[0].Split('.', ':')[^1]}`",
        XElement { Name.LocalName: "paramref" } parameter => $"`{parameter.Attribute("name")!.Value}`",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement element => string.Concat(element.Nodes().Select(Words)),
        _ => "",
    };

    /// <summary>The lines of a code block, without the margin that all of them have.</summary>
    private static string Block(string code)
    {
        string[] lines = code.Trim('\n', '\r').TrimEnd().Split('\n');
        int margin = lines.Where(line => line.Trim().Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty().Min();
        return string.Join('\n', lines.Select(line => line.Length > margin ? line[margin..].TrimEnd() : ""));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
