namespace GoldenSignals.ApiClient;

/// <summary>The API's own description: OpenAPI 3.1 at <c>/openapi/v1.json</c>, and a page to read and try it at <c>/docs</c>.</summary>
internal static class ApiDocument
{
    private const string Path = "/openapi/v1.json";

    public static void AddApiDocument(this IServiceCollection services) =>
        services.AddOpenApi("v1", options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "GoldenSignals", Version = "v1", Description = "Trading signals as they happen: ticks in, bars, explained decisions and signals out." };
            document.Servers?.Clear();                               // the one that serves the document
            return Task.CompletedTask;
        }));

    public static void MapApiDocument(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi();
        app.MapGet("/", () => TypedResults.Redirect("/docs")).ExcludeFromDescription();
    }

    /// <summary>The page's files come with the package: it works without the internet.</summary>
    public static void UseApiDocumentPage(this IApplicationBuilder app) =>
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "docs";
            page.DocumentTitle = "GoldenSignals API";
            page.SwaggerEndpoint(Path, "v1");
        });
}
