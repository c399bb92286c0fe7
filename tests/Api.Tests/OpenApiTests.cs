using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace GoldenSignals.Api.Tests;

[Collection(ApiCollection.Name)]
public class OpenApiTests(RunningApi api)
{
    [Fact]
    public async Task The_document_lists_every_route()
    {
        JsonElement document = await api.Get("/openapi/v1.json");
        var described = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"));
        var routes = api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not { ExcludeFromDescription: true })
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/')}"));
        Assert.Equal(routes.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_operation_has_a_name_a_summary_and_its_errors()
    {
        JsonElement document = await api.Get("/openapi/v1.json");
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var names = new HashSet<string>();
        foreach (JsonProperty path in document.GetProperty("paths").EnumerateObject())
            foreach (JsonProperty operation in path.Value.EnumerateObject())
            {
                JsonElement described = operation.Value;
                Assert.True(names.Add(described.GetProperty("operationId").GetString()!));
                Assert.NotEqual("", described.GetProperty("summary").GetString());
                foreach (JsonProperty response in described.GetProperty("responses").EnumerateObject())
                    Assert.True(response.Name is "200" or "304" or "204" or "101" or "201" || response.Value.GetProperty("content").TryGetProperty("application/problem+json", out _), $"{path.Name} {response.Name}");
                string[] parameters = [.. Parameters(described)];
                foreach (string part in path.Name.Split('/').Where(part => part.StartsWith('{')))
                    Assert.Contains(part.Trim('{', '}'), parameters);
            }

        static IEnumerable<string> Parameters(JsonElement operation) => operation.TryGetProperty("parameters", out JsonElement parameters)
            ? parameters.EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()!)
            : [];
    }

    [Theory]
    [InlineData("/v1/symbols/{symbol}/bars", "symbol interval from to limit page fields If-None-Match")]
    [InlineData("/v1/symbols/{symbol}/decisions", "symbol from to action limit page fields If-None-Match")]
    [InlineData("/v1/signals", "symbol action from to limit page fields If-None-Match")]
    [InlineData("/v1/signals/insights", "symbol action")]
    [InlineData("/v1/symbols/{symbol}/state", "symbol at limit fields If-None-Match")]
    public async Task Every_parameter_of_the_past_is_described_and_nothing_else_is_one(string path, string names)
    {
        JsonElement[] parameters = [.. (await api.Get("/openapi/v1.json")).GetProperty("paths").GetProperty(path).GetProperty("get").GetProperty("parameters").EnumerateArray()];
        Assert.Equal(names.Split(' '), parameters.Select(parameter => parameter.GetProperty("name").GetString()));
        Assert.All(parameters, parameter => Assert.NotEqual("", parameter.GetProperty("description").GetString()));
        foreach (JsonElement time in parameters.Where(parameter => parameter.GetProperty("name").GetString() is "from" or "to" or "at"))
            Assert.Equal("date-time", time.GetProperty("schema").GetProperty("format").GetString());
    }

    [Fact]
    public async Task Every_reference_leads_somewhere_and_enums_list_their_values()
    {
        JsonElement document = await api.Get("/openapi/v1.json");
        JsonElement schemas = document.GetProperty("components").GetProperty("schemas");
        foreach (string reference in References(document))
            Assert.True(schemas.TryGetProperty(reference["#/components/schemas/".Length..], out _), reference);
        Assert.Equal(["BUY", "SELL", "HOLD"], schemas.GetProperty("DecisionAction").GetProperty("enum").EnumerateArray().Select(value => value.GetString()));
        Assert.Contains("momentum", schemas.GetProperty("AgentKind").GetProperty("enum").ToString(), StringComparison.Ordinal);
        Assert.True(schemas.GetProperty("ProblemDetails").GetProperty("properties").TryGetProperty("traceId", out _));
    }

    [Theory]
    [InlineData("/v1/news", "NewsDocument", "timestamp symbol symbols headline source channel id stance actualEps expectedEps dispersion")]
    [InlineData("/v1/options/{symbol}/chain", "ChainDocument", "timestamp contracts style rate dividendYield underlyingPrice")]
    [InlineData("/v1/options/{symbol}/chain", "ContractDocument", "expiry strike right bid ask volume openInterest")]
    public async Task What_an_endpoint_takes_is_described_field_by_field(string path, string name, string fields)
    {
        JsonElement document = await api.Get("/openapi/v1.json");
        JsonElement schemas = document.GetProperty("components").GetProperty("schemas"), schema = schemas.GetProperty(name);
        JsonElement content = document.GetProperty("paths").GetProperty(path).GetProperty("post").GetProperty("requestBody").GetProperty("content");

        Assert.Contains(name == "ContractDocument" ? "ChainDocument" : name, content.GetProperty("application/json").ToString(), StringComparison.Ordinal);
        Assert.Equal(fields.Split(' ').Order(StringComparer.Ordinal), schema.GetProperty("properties").EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
        foreach (JsonProperty field in schema.GetProperty("properties").EnumerateObject().Where(field => field.Name is "timestamp" or "expiry"))
            Assert.Equal("date-time", field.Value.GetProperty("format").GetString());
    }

    [Theory]
    [InlineData("NewsDocument", "channel", "news social")]
    [InlineData("NewsDocument", "stance", "bullish bearish")]
    [InlineData("ChainDocument", "style", "european american")]
    [InlineData("ContractDocument", "right", "call put")]
    public async Task The_words_that_a_field_takes_are_described(string name, string field, string words)
    {
        JsonElement schemas = (await api.Get("/openapi/v1.json")).GetProperty("components").GetProperty("schemas");
        JsonElement schema = schemas.GetProperty(name).GetProperty("properties").GetProperty(field);
        if (References(schema).SingleOrDefault() is { } reference)
            schema = schemas.GetProperty(reference.Split('/')[^1]);
        Assert.Equal(words.Split(' '), schema.GetProperty("enum").EnumerateArray().Where(word => word.ValueKind == JsonValueKind.String).Select(word => word.GetString()));
    }

    [Fact]
    public async Task The_page_to_read_it_works_without_the_internet()
    {
        string page = await api.Client.GetStringAsync("/docs");
        Assert.DoesNotContain("http", page.Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.Ordinal);
        foreach (string file in new[] { "swagger-ui.css", "swagger-ui-bundle.js", "swagger-ui-standalone-preset.js", "index.js" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/docs/{file}");
            request.Headers.AcceptEncoding.ParseAdd("gzip, br");
            using HttpResponseMessage response = await api.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync());
        }
    }

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member is { Name: "$ref", Value.ValueKind: JsonValueKind.String } ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
