using System.Text.Json;
using System.Text.Json.Serialization;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Options;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>Option chains into the grid.</summary>
internal static class ChainEndpoints
{
    public static void MapChains(this IEndpointRouteBuilder app) =>
        app.MapPost("/v1/options/{symbol}/chain", Post).WithTags("Options").WithName("PostChain").Needs(Scopes.Ingest).TakesIdempotencyKey()
            .Accepts<ChainDocument>(RequestBody.Json)
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(503);

    /// <summary>Takes every contract on one underlying as it was quoted at one time.</summary>
    /// <remarks>
    /// The chain counts for the first bar of the symbol that ends at or after its timestamp. What the source does not have is left out:
    /// without rate nothing is derived from prices, without open interest or volume the agents that need them abstain. A chain of the same
    /// time is a duplicate: sending again is safe.
    /// </remarks>
    /// <param name="symbol">The underlying.</param>
    internal static async Task<Results<Ok<TickReceipt>, ProblemHttpResult>> Post(
        string symbol, HttpRequest request, Grid grid, IOptions<ApiOptions> options, ILogger<ChainDocument> log, CancellationToken cancellation)
    {
        if (RequestBody.IsJsonLines(request))
            throw Problems.UnsupportedMediaType.Because($"Content-Type may be {RequestBody.Json}: one chain a request.");
        ReadOnlyMemory<byte> body = await RequestBody.Read(request, options.Value.MaxRequestBodyBytes, cancellation);
        ChainDocument chain = JsonItems.ReadOne(body.Span, ChainDocument.Parse);
        (int Index, SymbolInput Input) one = (0, chain.Of(SymbolRoute.Checked(symbol)));
        return (await new OncePerKey(grid, request).Run(body, () => new InputRouter(grid, request.HttpContext.Caller(), log).Ingest([one]))).Answer("chain");
    }
}

/// <summary>Every contract on one underlying at one time.</summary>
/// <param name="Timestamp">Of the quotes: RFC 3339 with its offset.</param>
/// <param name="Rate">Riskless rate, continuously compounded, a fraction a year.</param>
/// <param name="DividendYield">Continuous, a fraction a year.</param>
/// <param name="UnderlyingPrice">As the source prints it; the forward that put-call parity implies is used instead.</param>
/// <param name="Style">european or american, in any letter case.</param>
internal sealed record ChainDocument(
    DateTimeOffset Timestamp,
    ContractDocument[] Contracts,
    [property: JsonConverter(typeof(OneWord<ExerciseStyle>))] ExerciseStyle Style,
    double? Rate = null,
    double? DividendYield = null,
    double? UnderlyingPrice = null)
{
    public static ChainDocument? Parse(ReadOnlySpan<byte> json)
    {
        ChainDocument? chain = JsonSerializer.Deserialize(json, ChainJson.Default.ChainDocument);
        int missing = Array.IndexOf(chain?.Contracts ?? [], null!);       // the serializer lets null be an element of any array
        return missing < 0 ? chain : throw JsonFault.In($"contracts[{missing}]", "may not be null");
    }

    public OptionChain Of(string symbol) => new(
        symbol, Timestamp.UtcDateTime, [.. Contracts.Select(contract => contract.Of())],
        UnderlyingPrice ?? double.NaN, Rate ?? double.NaN, DividendYield ?? double.NaN, Style);
}

/// <param name="Expiry">The instant at which it ends: RFC 3339 with its offset.</param>
/// <param name="Right">call or put, in any letter case.</param>
/// <param name="Bid">Price per unit of the underlying; 0 when nobody bids.</param>
/// <param name="Volume">Contracts traded in the session.</param>
/// <param name="OpenInterest">Contracts open.</param>
internal sealed record ContractDocument(
    DateTimeOffset Expiry,
    double Strike,
    [property: JsonConverter(typeof(OneWord<OptionRight>))] OptionRight Right,
    double? Bid = null,
    double? Ask = null,
    double? Volume = null,
    double? OpenInterest = null)
{
    public OptionContract Of() => new(
        Expiry.UtcDateTime, Strike, Right, Bid ?? double.NaN, Ask ?? double.NaN, Volume ?? double.NaN, OpenInterest ?? double.NaN);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(Rfc3339Json)])]
[JsonSerializable(typeof(ChainDocument))]
internal sealed partial class ChainJson : JsonSerializerContext;
