using System.Text.Json;
using System.Text.RegularExpressions;

namespace GoldenSignals.ApiClient;

/// <summary>What is wrong with a piece of JSON, in the API's words: the serializer's own name types of this program.</summary>
/// <param name="Field">The way to the field, for instance <c>contracts[3].strike</c>; null when it is about the whole.</param>
internal sealed partial record JsonFault(Problem Problem, string What, string? Field)
{
    /// <summary>What code that knows better than the serializer throws of a field.</summary>
    public static JsonException In(string field, string what) => new(what, $"$.{field}", null, null);

    public static JsonFault Of(Exception wrong) =>
        wrong is not JsonException json ? new(Problems.MalformedBody, wrong.Message, null)
        : json.InnerException is JsonException syntax ? new(Problems.MalformedBody, Plain(syntax.Message), FieldOf(json))
        : json.Message.StartsWith("Duplicate property", StringComparison.Ordinal) ? new(Problems.DuplicateField, "is there twice", FieldOf(json))
        : json.Message.Contains("could not be mapped to any", StringComparison.Ordinal) ? new(Problems.UnknownField, "is not known", FieldOf(json))
        : Missing().Match(json.Message) is { Success: true } missing ? new(Problems.MalformedBody, $"{missing.Groups["names"]} is missing", FieldOf(json))
        : json.Message.Contains("null values", StringComparison.Ordinal) ? new(Problems.MalformedBody, "may not be null", FieldOf(json))
        : json.Message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal) ? new(Problems.MalformedBody, "is not of its type", FieldOf(json))
        : new(Problems.MalformedBody, Plain(json.Message), FieldOf(json));

    public ProblemException At(string place, params ReadOnlySpan<(string, object?)> where) =>
        Problem.Because($"{place}{(Field is null ? "" : $", field '{Field}'")}: {What.TrimEnd('.')}.", [.. where, ("field", Field)]);

    private static string Plain(string message) => message.Split(" Path:")[0].Split(" LineNumber:")[0];

    private static string? FieldOf(JsonException json) => json.Path is { Length: > 2 and <= 80 } path ? path[2..] : null;

    [GeneratedRegex("was missing required properties including: (?<names>'.*')")]
    private static partial Regex Missing();
}
