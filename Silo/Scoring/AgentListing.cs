using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GoldenSignals.Domain.Agents;

namespace GoldenSignals.Silo.Scoring;

/// <summary>One agent as the catalogue and its own XML comments tell of it.</summary>
/// <param name="Rule">The summary of its class.</param>
/// <param name="Optional">Those inputs that it can do without.</param>
/// <param name="Scales">Whether it may scale the score instead of voting.</param>
public sealed record AgentListing(string Id, string Kind, string Rule, string Source, string[] Inputs, string[] Optional, bool Scales, OptionListing[] Options)
{
    /// <summary>Lines of a document that hold the table between them.</summary>
    public const string Begin = "<!-- agents -->", End = "<!-- /agents -->";

    public static AgentListing[] All()
    {
        XDocument? comments = Comments();
        return [.. AgentCatalog.All.Select(agent => Of(agent, comments))];
    }

    /// <summary>A Markdown table of all agents.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder("| agent | kind | rule | inputs | options | source |\n|---|---|---|---|---|---|\n");
        foreach (AgentListing agent in All())
            text.Append(CultureInfo.InvariantCulture,
                $"| `{agent.Id}` | {agent.Kind}{(agent.Scales ? ", scales" : "")} | {Cell(agent.Rule)} | {Ticked(agent.Inputs)} | {string.Join("; ", agent.Options.Select(option => Cell(option.Text)))} | {Cell(agent.Source)} |\n");
        return text.ToString();
    }

    /// <summary>A document with the table put in its place.</summary>
    /// <exception cref="ValidationException">The document has no such place.</exception>
    public static string Into(string document)
    {
        int begin = document.IndexOf(Begin, StringComparison.Ordinal), end = document.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? $"{document[..(begin + Begin.Length)]}\n{Markdown()}{document[end..]}"
            : throw new ValidationException($"--into takes a file with the lines '{Begin}' and '{End}'");
    }

    private static AgentListing Of(AgentDescriptor agent, XDocument? comments)
    {
        object defaults = agent.DefaultOptions();
        return new(agent.Id, JsonNamingPolicy.CamelCase.ConvertName(agent.Kind.ToString()), Summary(comments, $"T:{Name(agent.AgentType)}"), agent.Source,
            [.. agent.Inputs.Select(column => column.Name)], [.. agent.Optional.Select(column => column.Name)], agent.Scales,
            [
                .. from property in agent.OptionsType.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                   let range = property.GetCustomAttribute<RangeAttribute>()
                   select new OptionListing(property.Name, property.GetValue(defaults), range?.Minimum, range?.Maximum, Summary(comments, $"P:{Name(agent.OptionsType)}.{property.Name}")),
            ]);
    }

    private static string Name(Type type) => type.FullName!.Replace('+', '.');

    private static XDocument? Comments()
    {
        string path = Path.ChangeExtension(typeof(AgentCatalog).Assembly.Location, ".xml");
        return File.Exists(path) ? XDocument.Load(path) : null;
    }

    /// <summary>The plain text of a summary; empty where there is none.</summary>
    private static string Summary(XDocument? comments, string member)
    {
        XElement? summary = comments?.Descendants("member").FirstOrDefault(of => of.Attribute("name")?.Value == member)?.Element("summary");
        if (summary is null)
            return "";
        foreach (XElement reference in summary.Descendants("see").ToArray())
            reference.ReplaceWith(reference.Attribute("cref")?.Value.Split('.')[^1] ?? reference.Value);
        return Regex.Replace(summary.Value, @"\s+", " ").Trim();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string Ticked(string[] names) => string.Join(' ', names.Select(name => $"`{name}`"));
}

/// <param name="Meaning">The summary of the option: unit, range, default.</param>
public sealed record OptionListing(string Name, object? Default, object? Minimum, object? Maximum, string Meaning)
{
    public string Text => string.Create(CultureInfo.InvariantCulture, $"`{Name}` {Default}{(Minimum is null ? "" : $" ({Minimum}…{Maximum})")}");
}
