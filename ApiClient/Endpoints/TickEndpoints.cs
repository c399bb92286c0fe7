using System.Text.Json.Serialization;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>Ticks into the grid.</summary>
internal static class TickEndpoints
{
    public static void MapTicks(this IEndpointRouteBuilder app) =>
        app.MapPost("/v1/ticks", Post).WithTags("Ticks").WithName("PostTicks").Needs(Scopes.Ingest).TakesIdempotencyKey()
            .Accepts<TickDocument[]>(RequestBody.Json, RequestBody.JsonLines)
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(503);

    /// <summary>Takes ticks, as a JSON array or one JSON object a line.</summary>
    /// <remarks>
    /// The answer comes when every tick is in the journal and every bar that it closed is decided. A batch that is partly bad
    /// is partly taken; one of which nothing can be taken is a 422. A tick is a duplicate when its source has sent that
    /// sequence, or a later one, of the symbol before: sending a batch again is safe.
    /// </remarks>
    internal static async Task<Results<Ok<TickReceipt>, ProblemHttpResult>> Post(
        HttpRequest request, Grid grid, IOptions<ApiOptions> options, ILogger<TickReceipt> log, CancellationToken cancellation)
    {
        bool lines = RequestBody.IsJsonLines(request);
        ReadOnlyMemory<byte> body = await RequestBody.Read(request, options.Value.MaxRequestBodyBytes, cancellation);
        List<Tick> ticks = new TickReader(options.Value.MaxTicksPerRequest).Read(body.Span, lines);

        return (await new OncePerKey(grid, request).Run(body, () => new TickRouter(grid, request.HttpContext.Caller(), log).Ingest(ticks))).Answer("tick");
    }
}

/// <summary>One trade as a caller reports it.</summary>
/// <param name="Symbol">Capitals, digits, '.', '-' and '/', up to 16.</param>
/// <param name="Timestamp">When it happened at the source: RFC 3339 with its offset.</param>
/// <param name="Price">In the quote currency, above zero.</param>
/// <param name="Size">Traded quantity in base units, 0 for a quote.</param>
/// <param name="Source">Who reports it, "api" where it is left out.</param>
/// <param name="Sequence">Counts the ticks of the symbol and source without a break; left out or 0, nothing is recognised as a duplicate, and nothing is missed.</param>
internal sealed record TickDocument(string Symbol, DateTimeOffset Timestamp, double Price, double Size, string Source = "api", long Sequence = 0);

/// <summary>What became of the ticks of a request. accepted + duplicates + rejected is what it held.</summary>
/// <param name="Rejected">The ticks that were not taken, by their position in the request.</param>
/// <param name="Durability">What the acknowledgement promises: memory or durable; null when no tick reached the grid.</param>
internal sealed record TickReceipt(int Accepted, int Duplicates, RejectedTick[] Rejected, string? Durability)
{
    public static TickReceipt Of(IngestReceipt[] receipts, IEnumerable<RejectedTick> rejected)
    {
        string[] durabilities = [.. receipts.Select(receipt => receipt.Durability).Where(durability => durability.Length > 0).Distinct()];
        return new(
            receipts.Sum(receipt => receipt.Accepted),
            receipts.Sum(receipt => receipt.Duplicates),
            [.. rejected.OrderBy(rejection => rejection.Index)],
            durabilities.Contains("memory") ? "memory" : durabilities.FirstOrDefault());      // the weakest promise holds for all
    }

    /// <summary>200, or a problem when nothing of the request was taken.</summary>
    public Results<Ok<TickReceipt>, ProblemHttpResult> Answer(string item)
    {
        if (Rejected.Length == 0 || Accepted + Duplicates > 0)
            return TypedResults.Ok(this);
        RejectedTick first = Rejected[0];
        string field = first.Field is null ? "" : $" in field '{first.Field}'";
        return Problems.OfRefusal(first.Code).Answer($"No {item} was taken; the first, {first.Index}, because of {first.Code}{field}.",
            ("index", first.Index), ("field", first.Field), ("accepted", 0), ("duplicates", 0), ("rejected", Rejected), ("durability", Durability));
    }
}

/// <summary>An item that was not taken.</summary>
/// <param name="Index">Position in the request, from 0.</param>
/// <param name="Code">Why, as in the problems' codes.</param>
/// <param name="Field">Which value of an item or a chain it is, where that is known.</param>
internal sealed record RejectedTick(
    int Index, string Code, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Field = null);
