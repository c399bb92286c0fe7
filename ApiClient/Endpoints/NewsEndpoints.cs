using GoldenSignals.Domain.Market;
using GoldenSignals.Silo.Feeds;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>Headlines, messages and earnings into the grid.</summary>
internal static class NewsEndpoints
{
    private static readonly JsonItems.Parse<SymbolInput[]> s_item = json => NewsLines.Parse(json, Rfc3339.TryParse);

    public static void MapNews(this IEndpointRouteBuilder app) =>
        app.MapPost("/v1/news", Post).WithTags("News").WithName("PostNews")
            .Accepts<NewsDocument[]>(RequestBody.Json, RequestBody.JsonLines)
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(503);

    /// <summary>Takes headlines, messages of the crowd and earnings, as a JSON array or one JSON object a line.</summary>
    /// <remarks>
    /// An item counts for the first bar of its symbols that ends at or after its timestamp. It has either a headline or actualEps
    /// and expectedEps. One of several symbols is taken, or not, of each of them, and counts for each. An item that comes again (same id,
    /// or without one the same time and text) is a duplicate: sending again is safe, up to 4,096 items of a symbol.
    /// </remarks>
    internal static async Task<Results<Ok<TickReceipt>, ProblemHttpResult>> Post(
        HttpRequest request, Grid grid, IOptions<ApiOptions> options, ILogger<NewsDocument> log, CancellationToken cancellation)
    {
        bool lines = RequestBody.IsJsonLines(request);
        ReadOnlyMemory<byte> body = await RequestBody.Read(request, options.Value.MaxRequestBodyBytes, cancellation);
        List<(int Index, SymbolInput[] Inputs)> items = JsonItems.Read(body.Span, lines, options.Value.MaxTicksPerRequest, s_item);
        TickReceipt receipt = await new InputRouter(grid, log).Ingest(
            [.. items.SelectMany(item => item.Inputs.Select(input => (item.Index, input)))]);
        return receipt.Answer("item");
    }
}

/// <summary>A headline, a message, or the earnings of a quarter.</summary>
/// <param name="Timestamp">When it became known: RFC 3339 with its offset.</param>
/// <param name="Symbol">Whom it is about; or <paramref name="Symbols"/>.</param>
/// <param name="Headline">The text that is scored, up to 2,000 characters.</param>
/// <param name="Channel">news or social; default news.</param>
/// <param name="Id">Of the item at its source, so that it counts once.</param>
/// <param name="Stance">The author's own label: bullish or bearish.</param>
/// <param name="ActualEps">Earnings per share.</param>
/// <param name="ExpectedEps">The consensus just before.</param>
/// <param name="Dispersion">Standard deviation of the forecasts.</param>
internal sealed record NewsDocument(
    DateTimeOffset Timestamp, string? Symbol, string[]? Symbols, string? Headline, string? Source, string? Channel, string? Id, string? Stance,
    double? ActualEps, double? ExpectedEps, double? Dispersion);
