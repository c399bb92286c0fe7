using System.Text.Json;
using System.Text.Json.Serialization;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Sentiment;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>Headlines, messages and earnings into the grid.</summary>
internal static class NewsEndpoints
{
    public static void MapNews(this IEndpointRouteBuilder app) =>
        app.MapPost("/v1/news", Post).WithTags("News").WithName("PostNews").Needs(Scopes.Ingest).TakesIdempotencyKey()
            .Accepts<NewsDocument[]>(RequestBody.Json, RequestBody.JsonLines)
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(503);

    /// <summary>Takes headlines, messages of the crowd and earnings, as a JSON array or one JSON object a line.</summary>
    /// <remarks>
    /// An item counts for the first bar of its symbols that ends at or after its timestamp. It has either a headline or actualEps
    /// and expectedEps. One of several symbols, up to 64, is taken, or not, of each of them, and counts for each. An item that comes again (same id,
    /// or without one the same time and text) is a duplicate: sending again is safe, up to 4,096 items of a symbol.
    /// </remarks>
    internal static async Task<Results<Ok<TickReceipt>, ProblemHttpResult>> Post(
        HttpRequest request, Grid grid, IOptions<ApiOptions> options, ILogger<NewsDocument> log, CancellationToken cancellation)
    {
        bool lines = RequestBody.IsJsonLines(request);
        ReadOnlyMemory<byte> body = await RequestBody.Read(request, options.Value.MaxRequestBodyBytes, cancellation);
        List<(int Index, SymbolInput Input)> inputs = JsonItems.Read(body.Span, lines, options.Value.MaxTicksPerRequest, NewsDocument.Parse);
        return (await new OncePerKey(grid, request).Run(body, () => new InputRouter(grid, request.HttpContext.Caller(), log).Ingest(inputs))).Answer("item");
    }
}

/// <summary>A headline, a message, or the earnings of a quarter.</summary>
/// <param name="Timestamp">When it became known: RFC 3339 with its offset.</param>
/// <param name="Symbol">Whom it is about; or <paramref name="Symbols"/>.</param>
/// <param name="Headline">The text that is scored, up to 2,000 characters.</param>
/// <param name="Channel">news or social, in any letter case; default news.</param>
/// <param name="Id">Of the item at its source, so that it counts once.</param>
/// <param name="Stance">The author's own label: bullish or bearish, in any letter case.</param>
/// <param name="ActualEps">Earnings per share.</param>
/// <param name="ExpectedEps">The consensus just before.</param>
/// <param name="Dispersion">Standard deviation of the forecasts.</param>
internal sealed record NewsDocument(
    DateTimeOffset Timestamp,
    string? Symbol = null,
    string[]? Symbols = null,
    string? Headline = null,
    string? Source = null,
    [property: JsonConverter(typeof(OneWord<NewsChannel>))] NewsChannel? Channel = null,
    string? Id = null,
    [property: JsonConverter(typeof(OneWord<Stance>))] Stance? Stance = null,
    double? ActualEps = null,
    double? ExpectedEps = null,
    double? Dispersion = null)
{
    /// <summary>Most symbols of one item: who writes of more writes of the market.</summary>
    public const int MaxSymbols = 64;

    /// <summary>An item of several symbols is one input of each.</summary>
    public static SymbolInput[] Parse(ReadOnlySpan<byte> json)
    {
        NewsDocument item = JsonSerializer.Deserialize(json, NewsJson.Default.NewsDocument) ?? throw new FormatException("found null, an object is expected");
        return [.. item.Whom().Select(item.Of)];
    }

    private string[] Whom() => (Symbol, Symbols) switch
    {
        ({ } one, null) => [one],
        (null, { Length: > 0 and <= MaxSymbols } many) when many.Distinct().Count() == many.Length =>
            Array.IndexOf(many, null!) is >= 0 and int missing ? throw JsonFault.In($"symbols[{missing}]", "may not be null") : many,
        (null, null) => throw JsonFault.In("symbol", "is missing; or symbols"),
        (null, _) => throw JsonFault.In("symbols", $"expected 1 to {MaxSymbols} symbols, each once"),
        _ => throw JsonFault.In("symbols", "expected either symbol or symbols"),
    };

    private SymbolInput Of(string symbol) => this switch
    {
        { Headline: { } headline, ActualEps: null, ExpectedEps: null, Dispersion: null } => new NewsItem(
            symbol, Timestamp.UtcDateTime, headline, Source ?? "", Channel ?? NewsChannel.News, Stance ?? Domain.Sentiment.Stance.None, Id ?? ""),
        { ActualEps: { } actual, ExpectedEps: { } expected, Headline: null, Source: null, Channel: null, Id: null, Stance: null } =>
            new EarningsReport(symbol, Timestamp.UtcDateTime, actual, expected, Dispersion),
        _ => throw new FormatException("expected either a headline or actualEps and expectedEps, with the fields that go with it"),
    };
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(Rfc3339Json)])]
[JsonSerializable(typeof(NewsDocument))]
internal sealed partial class NewsJson : JsonSerializerContext;
