using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace GoldenSignals.ApiClient.Documentation;

/// <summary>An example of whatever a schema describes: each value one that its name could have, so that no type is without.</summary>
internal static class SchemaExamples
{
    private const int Deepest = 8;

    /// <summary>Values by name, or by type and name where the name alone means several things.</summary>
    private static readonly Dictionary<string, string> s_values = new(StringComparer.Ordinal)
    {
        ["symbol"] = "\"ACME\"", ["symbols"] = "\"ACME,MSFT\"", ["interval"] = "\"1m\"", ["id"] = "\"ACME:1m:20260102T143000Z:0123abcd\"", ["AgentDocument.id"] = "\"rsi\"",
        ["code"] = "\"unknown-symbol\"", ["status"] = "404", ["HealthDocument.status"] = "\"ready\"", ["type"] = "\"/problems/unknown-symbol\"", ["title"] = "\"Unknown symbol\"",
        ["traceId"] = "\"00-bfed66fee38061b38f376a5aa3573377-4f168dbab1c73b0e-00\"", ["configuration"] = "\"0123abcd\"", ["sector"] = "\"Financials\"",
        ["open"] = "187.1", ["high"] = "187.6", ["low"] = "186.9", ["close"] = "187.15", ["price"] = "187.15", ["volume"] = "12500", ["size"] = "100", ["change"] = "0.0042",
        ["score"] = "0.32", ["confidence"] = "0.61", ["meanConfidence"] = "0.61", ["meanScore"] = "0.05", ["meanChange"] = "0.0011", ["aboveSma50"] = "0.58", ["advanceDeclineRatio"] = "1.4",
        ["reason"] = "\"entered\"", ["VoteDocument.reason"] = "\"oversold\"", ["reasons"] = "[\"entered\",\"rsi:oversold\"]", ["agent"] = "\"rsi\"", ["source"] = "\"desk\"", ["AgentDocument.source"] = "\"Wilder, New Concepts in Technical Trading Systems (1978)\"",
        ["inputs"] = "{\"rsi_14\":28.4}", ["AgentDocument.inputs"] = "[\"rsi_14\"]", ["StatusDocument.inputs"] = "120", ["indicators"] = "{\"rsi_14\":28.4,\"atr_14\":1.2}", ["contributions"] = "{\"rsi\":0.32}",
        ["names"] = "\"rsi_14,atr_14\"", ["next"] = "\"AUEpiRhcY3OgV5L-v831tK0AoEfu\"", ["page"] = "\"AUEpiRhcY3OgV5L-v831tK0AoEfu\"", ["stop"] = "184.9", ["target"] = "190.5", ["rewardRisk"] = "1.5",
        ["sizeFraction"] = "0.05", ["projectedLossFraction"] = "0.0006", ["direction"] = "1", ["weight"] = "0.013", ["contribution"] = "0.32", ["scale"] = "1", ["value"] = "28.4", ["limit"] = "30",
        ["VoteDocument.limit"] = "30", ["byOneAgent"] = "[{\"agent\":\"macd\",\"direction\":-0.4}]", ["also"] = "[]", ["durability"] = "\"durable\"", ["rejected"] = "[]", ["missing"] = "[]", ["duplicates"] = "0", ["stale"] = "false", ["abstains"] = "false", ["effectiveVotes"] = "3.5", ["disagreement"] = "0.4", ["technicalRating"] = "0.46", ["meaning"] = "\"The grid has seen no bar of the symbol.\"",
        ["default"] = "14", ["minimum"] = "2", ["maximum"] = "100", ["AgentOption.value"] = "14", ["AgentOption.name"] = "\"period\"", ["barNumber"] = "480", ["ageSeconds"] = "0.8", ["gap"] = "false",
        ["decisions"] = "{\"HOLD\":900,\"BUY\":60,\"SELL\":40}", ["quarantined"] = "{\"late-tick\":3}", ["search"] = "\"ac\"", ["query"] = "\"ac\"", ["exchange"] = "\"GoldenSignals\"", ["resolution"] = "\"5\"",
        ["t"] = "[1704205800]", ["o"] = "[187.1]", ["h"] = "[187.6]", ["l"] = "[186.9]", ["c"] = "[187.15]", ["v"] = "[12500]", ["s"] = "\"ok\"", ["countback"] = "300", ["nextTime"] = "null",
        ["supported_resolutions"] = "[\"1\",\"5\",\"60\",\"1D\"]", ["events"] = "\"bar,decision,signal\"", ["sequence"] = "1", ["headline"] = "\"Record profit, raises outlook\"",
        ["WhatIfDocument"] = """{"consensus":{"enterScore":0.2},"agents":{"rsi":{"enabled":false}}}""",
        ["NewsDocument"] = """{"symbol":"ACME","timestamp":"2026-01-02T14:30:00Z","headline":"Record profit, raises outlook","source":"wire","channel":"news","id":"a1"}""",
        ["ChainDocument"] = """{"timestamp":"2026-01-02T14:30:00Z","style":"american","rate":0.04,"dividendYield":0,"contracts":[{"expiry":"2026-02-20T21:00:00Z","strike":190,"right":"call","bid":2.99,"ask":3.05,"openInterest":700}]}""",
        ["strike"] = "190", ["bid"] = "2.99", ["ask"] = "3.05", ["runtime"] = "\"Orleans.Local 0.1.0\"", ["version"] = "\"1.0.0\"", ["detail"] = "null", ["instance"] = "null", ["after"] = "\"ACME\"",
        ["text"] = "[\"BUY at 187.15: entered, score 0.32, confidence 0.61\"]", ["label"] = "[\"B\"]", ["color"] = "[\"green\"]", ["labelFontColor"] = "[\"white\"]", ["ticker"] = "\"ACME\"", ["full_name"] = "\"GoldenSignals:ACME\"",
        ["full_symbol"] = "\"GoldenSignals:ACME\"", ["session"] = "\"24x7\"", ["timezone"] = "\"Etc/UTC\"", ["pricescale"] = "100", ["minmov"] = "1", ["data_status"] = "\"streaming\"", ["format"] = "\"price\"", ["UdfMarks.id"] = "[\"ACME:1m:20260102T143000Z:0123abcd\"]",
        ["UdfMarks.time"] = "[1704205800]", ["UdfMarks.minSize"] = "[20]", ["UdfSymbol.type"] = "\"stock\"", ["UdfFound.type"] = "\"stock\"", ["UdfSymbol.name"] = "\"ACME\"", ["from"] = "1704205800", ["to"] = "1704209400",
    };

    /// <param name="name">Of what has the schema: a parameter or a member; null where it has none.</param>
    public static JsonNode? Of(IOpenApiSchema schema, string? name = null) => Of(schema, name, null, 0);

    private static JsonNode? Of(IOpenApiSchema schema, string? name, string? owner, int depth)
    {
        if (schema is OpenApiSchemaReference reference)
        {
            string type = reference.Reference.Id ?? "";
            return s_values.TryGetValue(type, out string? whole) ? JsonNode.Parse(whole) : reference.Target is { } target ? OfPlain(target, name, owner, type, depth) : null;
        }
        return OfPlain(schema, name, owner, owner, depth);
    }

    private static JsonNode? OfPlain(IOpenApiSchema schema, string? name, string? owner, string? type, int depth)
    {
        if (schema.Examples is [{ } given, ..])
            return given.DeepClone();
        if (Named(schema, name, owner) is { } named)
            return named;
        if (schema.Enum is { Count: > 0 } words)
            return words.FirstOrDefault(word => word is not null)?.DeepClone();
        if (schema.Default is { } usual)
            return usual.DeepClone();
        if ((schema.OneOf ?? schema.AnyOf ?? schema.AllOf) is { Count: > 0 } any)
            return Of(any.First(one => one.Type != JsonSchemaType.Null), name, owner, depth);
        JsonSchemaType kind = (schema.Type ?? JsonSchemaType.Object) & ~JsonSchemaType.Null;
        if (depth > Deepest)
            return null;
        if (kind.HasFlag(JsonSchemaType.Array))
            return schema.Items is { } item && Of(item, Single(name), owner, depth + 1) is { } one ? new JsonArray(one) : new JsonArray();
        if (kind.HasFlag(JsonSchemaType.Object))
            return OfObject(schema, type, depth);
        if (kind.HasFlag(JsonSchemaType.String))
            return schema.Format == "date-time" ? "2026-01-02T14:30:00Z" : name ?? "text";
        if (kind.HasFlag(JsonSchemaType.Boolean))
            return true;
        return JsonNode.Parse(schema.Minimum ?? "1");
    }

    private static JsonObject OfObject(IOpenApiSchema schema, string? type, int depth)
    {
        var example = new JsonObject();
        foreach ((string member, IOpenApiSchema of) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
            example[member] = Of(of, member, type, depth + 1);
        if (example.Count == 0 && schema.AdditionalProperties is { } any)
            example["name"] = Of(any, null, null, depth + 1);
        return example;
    }

    /// <summary>A sample of the name that the schema allows.</summary>
    private static JsonNode? Named(IOpenApiSchema schema, string? name, string? owner)
    {
        if (name is null || !s_values.TryGetValue($"{owner}.{name}", out string? text) && !s_values.TryGetValue(name, out text))
            return null;
        JsonNode? value = JsonNode.Parse(text);
        JsonSchemaType kind = value switch
        {
            JsonArray => JsonSchemaType.Array,
            JsonObject => JsonSchemaType.Object,
            null => JsonSchemaType.Null,
            _ when value.GetValueKind() is System.Text.Json.JsonValueKind.String => JsonSchemaType.String,
            _ when value.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => JsonSchemaType.Boolean,
            _ => text.Contains('.', StringComparison.Ordinal) ? JsonSchemaType.Number : JsonSchemaType.Number | JsonSchemaType.Integer,
        };
        bool fits = (schema.Type is not { } type || (type & kind) != 0) && schema.Properties is not { Count: > 0 } && schema.Format != "date-time" && schema.Enum is not { Count: > 0 }
            && !(schema.Minimum is { } least && double.Parse(text, CultureInfo.InvariantCulture) < double.Parse(least, CultureInfo.InvariantCulture))
            && !(schema.Maximum is { } most && double.Parse(text, CultureInfo.InvariantCulture) > double.Parse(most, CultureInfo.InvariantCulture));
        return fits ? value : null;
    }

    private static string? Single(string? name) => name is "symbols" ? "symbol" : name;
}
