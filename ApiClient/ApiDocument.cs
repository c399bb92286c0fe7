using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using GoldenSignals.ApiClient.Documentation;
using GoldenSignals.ApiClient.Endpoints;
using GoldenSignals.ApiClient.Limits;
using GoldenSignals.ApiClient.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace GoldenSignals.ApiClient;

/// <summary>The API's own description: OpenAPI 3.1 at <c>/openapi/v1.json</c>, and a page to read and try it at <c>/docs</c>.</summary>
internal static class ApiDocument
{
    private const string Path = "/openapi/v1.json";

    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "GoldenSignals", Version = "v1", Description = "Trading signals as they happen: ticks in, bars, explained decisions and signals out." };
            document.Servers?.Clear();                               // the one that serves the document
            SecurityDocument.AddSchemes(document);
            DocumentNotes.Add(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(SecurityDocument.Complete);
        options.AddOperationTransformer((operation, context, _) =>
        {
            OperationNotes.Add(operation, context.Description.ActionDescriptor.EndpointMetadata);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(LimitHosting.Describe);
        options.AddSchemaTransformer((schema, context, _) =>
        {
            Complete(schema, context);
            return Task.CompletedTask;
        });
    });

    public static void MapApiDocument(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi().Needs(Scopes.None);
    }

    /// <summary>The page's files come with the package: it works without the internet.</summary>
    public static void UseApiDocumentPage(this IApplicationBuilder app) =>
        app.UseWhen(static context => context.Request.Path.StartsWithSegments("/docs"), static docs => docs.UseSwaggerUI(page =>      // its middleware has regular expressions for every path
        {
            page.RoutePrefix = "docs";
            page.DocumentTitle = "GoldenSignals API";
            page.SwaggerEndpoint(Path, "v1");
        }));

    /// <summary>Says what the types alone do not show.</summary>
    private static void Complete(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        Type type = context.JsonTypeInfo.Type;
        if ((Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } words)
        {
            schema.Type = type.IsEnum ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
            if (schema.Enum is not { Count: > 0 })
                schema.Enum = [.. EnumWords.Of(words).Select(word => JsonValue.Create(word))];
        }
        if (type != typeof(TickDocument))
            schema.AdditionalPropertiesAllowed = true;               // what is taken is exact, what is answered may grow
        if (context.ParameterDescription?.ParameterDescriptor is IParameterInfoParameterDescriptor { ParameterInfo: var parameter })
        {
            if ((Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType) == typeof(Rfc3339))
                schema.Format = "date-time";
            if (parameter.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
                schema.Enum = [.. allowed.Values.OfType<string>().Select(value => JsonValue.Create(value))];
        }
        if (type == typeof(ProblemDetails) && schema.Properties is { } properties)
        {
            properties["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Names the problem for programs: the end of type." };
            properties["oldest"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time", Description = "Of gone: the oldest time that works." };
            properties["traceId"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Names the request in the logs." };
        }
    }
}
