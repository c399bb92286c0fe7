using Microsoft.OpenApi;

namespace GoldenSignals.ApiClient;

/// <summary>What the description of an operation does not get from its handler.</summary>
internal static class OperationDocument
{
    public static void Complete(OpenApiOperation operation, IList<object> metadata)
    {
        if (metadata.OfType<SelectableFields>().FirstOrDefault() is { } selectable)
            AddFields(operation, selectable);
    }

    private static void AddFields(OpenApiOperation operation, SelectableFields selectable) => (operation.Parameters ??= []).Add(new OpenApiParameter
    {
        Name = "fields",
        In = ParameterLocation.Query,
        Description = $"Only these fields {(selectable.Rows is null ? "of the answer" : $"of {selectable.Rows}")}, separated by commas; a field below another is named with a dot.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    });
}
