using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace GoldenSignals.ApiClient.Documentation;

/// <summary>Completes the document when all of it is there: meanings, errors, examples.</summary>
internal static class DocumentNotes
{
    public static void Add(OpenApiDocument document)
    {
        CommonDescriptions.Fill(document);
        foreach ((string path, IOpenApiPathItem item) in document.Paths)
            foreach (OpenApiOperation operation in (item.Operations ?? []).Values)
            {
                ErrorNotes.Add(path, operation, document);
                AddExamples(operation);
            }
    }

    private static void AddExamples(OpenApiOperation operation)
    {
        foreach (IOpenApiParameter parameter in operation.Parameters ?? [])
            if (parameter is OpenApiParameter { Example: null, Schema: { } schema } one && one.Name is not ("fields" or "page" or "If-None-Match"))
                one.Example = SchemaExamples.Of(schema, one.Name);
        foreach ((string type, OpenApiMediaType media) in (operation.RequestBody as OpenApiRequestBody)?.Content ?? new Dictionary<string, OpenApiMediaType>())
            AddExample(type, media);
        foreach (IOpenApiResponse response in (operation.Responses ?? []).Values)
            foreach ((string type, OpenApiMediaType media) in response.Content ?? new Dictionary<string, OpenApiMediaType>())
                AddExample(type, media);
    }

    private static void AddExample(string type, OpenApiMediaType media)
    {
        if (media.Example is not null || media.Examples is { Count: > 0 } || media.Schema is not { } schema)
            return;
        JsonNode? example = SchemaExamples.Of(schema);
        media.Example = type != RequestBody.JsonLines ? example
            : JsonValue.Create(example is JsonArray { Count: > 0 } items ? items[0]!.ToJsonString() : example?.ToJsonString());
    }
}
