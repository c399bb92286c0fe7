using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace GoldenSignals.ApiClient.Documentation;

/// <summary>On a route: codes of problems that it answers with beside those that every route of its kind has.</summary>
internal sealed record ProblemCodes(params string[] Codes);

/// <summary>What the description of an operation does not get from its handler, but from what is said on its route.</summary>
internal static class OperationNotes
{
    /// <summary>Where an operation keeps the <see cref="ProblemCodes"/> of its route until the whole document is there.</summary>
    public const string Codes = "codes";

    public static void Add(OpenApiOperation operation, IList<object> metadata)
    {
        foreach (object note in metadata)
            switch (note)
            {
                case SelectableFields fields:
                    Add(operation, "fields", ParameterLocation.Query, fields.Rows is null ? "action" : null,
                        $"Only these fields of {fields.Rows ?? "the answer"}, separated by commas; a field below another is named with a dot.");
                    break;
                case FinalAnswers:
                    Add(operation, "If-None-Match", ParameterLocation.Header, null, "The ETag that the same request was answered with: an answer that will not change any more is not sent again.");
                    AddNotModified(operation);
                    break;
                case TakesKey:
                    Add(operation, OncePerKey.Header, ParameterLocation.Header, "8e03978e-40d5-43e8-bc93-6894a57f9324",
                        "Names the request, so that it can be sent again: for 24 hours it is done once and answered as the first time. 1 to 255 printable ASCII characters without blanks.");
                    break;
                case ProblemCodes codes:
                    (operation.Metadata ??= new Dictionary<string, object>())[Codes] = codes.Codes;
                    break;
            }
    }

    private static void Add(OpenApiOperation operation, string name, ParameterLocation place, string? example, string description) =>
        (operation.Parameters ??= []).Add(new OpenApiParameter
        {
            Name = name, In = place, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = example is null ? null : JsonValue.Create(example),
        });

    private static void AddNotModified(OpenApiOperation operation)
    {
        OpenApiHeader tag = new() { Description = "Of an answer that will not change any more.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        if (operation.Responses?.GetValueOrDefault("200") is OpenApiResponse answer)
            (answer.Headers ??= new Dictionary<string, IOpenApiHeader>())["ETag"] = tag;
        (operation.Responses ??= [])["304"] = new OpenApiResponse
        {
            Description = "Not Modified: the caller has the answer already.", Headers = new Dictionary<string, IOpenApiHeader> { ["ETag"] = tag },
        };
    }
}
