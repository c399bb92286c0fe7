using System.Text.Json;
using System.Text.Json.Serialization;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>Closed bars into the grid.</summary>
internal static class BarInputEndpoints
{
    public static void MapBarInput(this IEndpointRouteBuilder app) =>
        app.MapPost("/v1/bars", Post).WithTags("Bars").WithName("PostBars").Needs(Scopes.Ingest).TakesIdempotencyKey()
            .Accepts<BarInput[]>(RequestBody.Json, RequestBody.JsonLines)
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(503);

    /// <summary>Takes bars that have closed, as a JSON array or one JSON object a line.</summary>
    /// <remarks>
    /// Bars of the grid's own interval are decided as they are; shorter ones are put together to bars of it, when its interval is a multiple of theirs. The bars of a symbol are taken
    /// in order of time, whatever their order in the request; one before the last that was taken is late, the last itself is a duplicate. The answer comes when every bar is in the
    /// journal and decided. A batch that is partly bad is partly taken; one of which nothing can be taken is a 422.
    /// </remarks>
    internal static async Task<Results<Ok<TickReceipt>, ProblemHttpResult>> Post(
        HttpRequest request, Grid grid, IOptions<ApiOptions> options, IOptions<GridOptions> gridOptions, IOptions<TickGate.Options> gate,
        TimeProvider clock, ILogger<BarInput> log, CancellationToken cancellation)
    {
        bool lines = RequestBody.IsJsonLines(request);
        ReadOnlyMemory<byte> body = await RequestBody.Read(request, options.Value.MaxRequestBodyBytes, cancellation);
        TimeSpan interval = gridOptions.Value.Interval;
        List<(int Index, SymbolBar Bar)> bars = JsonItems.Read<SymbolBar>(body.Span, lines, options.Value.MaxTicksPerRequest, json => [BarInput.Parse(json, interval)]);
        DateTime? latest = gridOptions.Value.Live ? clock.GetUtcNow().UtcDateTime + gate.Value.MaxAhead : null;
        return (await new OncePerKey(grid, request).Run(body, () => new BarRouter(grid, request.HttpContext.Caller(), latest, log).Ingest(bars))).Answer("bar");
    }
}

/// <summary>A bar that has closed.</summary>
/// <param name="Symbol">Capitals, digits, '.', '-' and '/', up to 16.</param>
/// <param name="Time">When it opened: RFC 3339 with its offset.</param>
/// <param name="Open">First price.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Base units; 0 or left out where the venue reports none.</param>
/// <param name="Interval">Its length, for instance 1m; that of the grid's bars when it is left out.</param>
internal sealed record BarInput(
    string Symbol, DateTimeOffset Time, double Open, double High, double Low, double Close, double Volume = 0, string? Interval = null)
{
    public static SymbolBar Parse(ReadOnlySpan<byte> json, TimeSpan interval)
    {
        BarInput bar = JsonSerializer.Deserialize(json, BarInputJson.Default.BarInput) ?? throw new FormatException("found null, an object is expected");
        if (bar.Interval is not null && !BarInterval.TryParse(bar.Interval, out interval))
            throw JsonFault.In("interval", "a whole number and a unit (ms, s, m, h, d, w) are expected, for instance 1m");
        return new(bar.Symbol, interval, new(bar.Time.UtcDateTime, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume));
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(Rfc3339Json)])]
[JsonSerializable(typeof(BarInput))]
internal sealed partial class BarInputJson : JsonSerializerContext;
