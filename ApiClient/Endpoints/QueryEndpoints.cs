using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using GoldenSignals.ApiClient.Live;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.Domain.Queries;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>Conditions that stand: whoever has one is told on the stream when a symbol comes to fit it, and when it no longer does.</summary>
internal static class QueryEndpoints
{
    private const int MostBytes = 16 << 10;

    public static void MapQueries(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder queries = app.MapGroup("/v1/queries").WithTags("Queries");
        queries.MapPost("", Add).WithName("AddQuery").Accepts<QueryRequest>("application/json")
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(429);
        queries.MapGet("", List).WithName("ListQueries");
        queries.MapGet("/{id}", Get).WithName("GetQuery").ProducesProblem(404);
        queries.MapDelete("/{id}", Remove).WithName("RemoveQuery").ProducesProblem(404);
    }

    /// <summary>Adds a standing query: enter and leave events of it come on the caller's streams.</summary>
    /// <remarks>
    /// <c>{"name":"oversold","where":"action = BUY and rsi_14 &lt; 35"}</c>. Fields of where: symbol, action and reason with = != in (A, B); score, confidence, price,
    /// open, high, low, volume and every indicator (see /v1/symbols/{symbol}/indicators) with = != &lt; &lt;= &gt; &gt;=; and, or, not and brackets. An indicator that is not there yet
    /// fits no comparison. How many queries and comparisons a caller may have is limited (Api:QueriesOfCaller, Api:QueryCostOfCaller).
    /// </remarks>
    internal static async Task<Created<QueryDocument>> Add(HttpContext context, Grid grid, StreamHub hub, IOptions<ApiOptions> options, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json, TimeProvider clock)
    {
        if (RequestBody.IsJsonLines(context.Request))
            throw Problems.UnsupportedMediaType.Because("Content-Type may be application/json.");
        ReadOnlyMemory<byte> body = await RequestBody.Read(context.Request, Math.Min(MostBytes, options.Value.MaxRequestBodyBytes), context.RequestAborted);
        QueryRequest request = JsonItems.ReadOne(body.Span, bytes => System.Text.Json.JsonSerializer.Deserialize<QueryRequest>(bytes, json.Value.SerializerOptions));
        Condition condition = Parsed(request.Where);
        if (request.Name is { Length: > QueryRequest.LongestName })
            throw Problems.InvalidCondition.Because($"name has up to {QueryRequest.LongestName} characters.", ("field", "name"));
        Caller caller = context.Caller();
        string id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));
        var query = new StandingQuery(id, caller.Id, request.Name ?? "", request.Where, condition.Cost, clock.GetUtcNow().UtcDateTime, caller.Symbols is null ? null : [.. caller.Symbols]);
        if (await grid.Queries.Add(query, new(options.Value.QueriesOfCaller, options.Value.QueryCostOfCaller, options.Value.QueryCost)) is { } tooMuch)
            throw Problems.TooManyQueries.Because($"{char.ToUpperInvariant(tooMuch[0])}{tooMuch[1..]}.");
        await hub.Queries.Refresh();
        return TypedResults.Created($"/v1/queries/{id}", QueryDocument.From(query, hub.Queries.Members(id)));
    }

    /// <summary>The caller's standing queries.</summary>
    internal static async Task<Ok<QueryList>> List(HttpContext context, Grid grid, StreamHub hub) =>
        TypedResults.Ok(new QueryList([.. (await Own(context, grid)).Select(query => QueryDocument.From(query, hub.Queries.Members(query.Id)))]));

    /// <summary>A standing query of the caller, with the symbols that fit it by now.</summary>
    /// <param name="id">Of the query.</param>
    internal static async Task<Ok<QueryDocument>> Get(string id, HttpContext context, Grid grid, StreamHub hub)
    {
        StandingQuery query = (await Own(context, grid)).FirstOrDefault(query => query.Id == id) ?? throw Unknown();
        if (hub.Queries.Members(id) is null)
            await hub.Queries.Refresh();
        return TypedResults.Ok(QueryDocument.From(query, hub.Queries.Members(id)));
    }

    /// <summary>Drops a standing query of the caller.</summary>
    /// <param name="id">Of the query.</param>
    internal static async Task<NoContent> Remove(string id, HttpContext context, Grid grid, StreamHub hub)
    {
        if (!await grid.Queries.Remove(context.Caller().Id, id))
            throw Unknown();
        await hub.Queries.Refresh();
        return TypedResults.NoContent();
    }

    private static async Task<IEnumerable<StandingQuery>> Own(HttpContext context, Grid grid) =>
        (await grid.Queries.Changes(since: -1))!.Queries.Where(query => query.Owner == context.Caller().Id).OrderBy(query => query.CreatedUtc);

    private static Condition Parsed(string where)
    {
        try
        {
            return Condition.Parse(where);
        }
        catch (FormatException wrong)
        {
            throw Problems.InvalidCondition.Because($"where, {wrong.Message}.", ("field", "where"));
        }
    }

    private static ProblemException Unknown() => Problems.NotFound.Because("The caller has no such query.");
}

/// <summary>A standing query that somebody wants.</summary>
/// <param name="Where">The condition, up to 1,000 characters and 32 comparisons.</param>
/// <param name="Name">For the caller's own use, up to 64 characters; comes with every event.</param>
internal sealed record QueryRequest([property: MaxLength(Condition.MaxLength)] string Where, string? Name = null)
{
    public const int LongestName = 64;
}

/// <summary>A standing query, and what fits it by now.</summary>
/// <param name="Where">The condition.</param>
/// <param name="Cost">Comparisons in it.</param>
/// <param name="Created">When it was added, UTC.</param>
/// <param name="Symbols">Those that fit it by now, in ordinal order.</param>
internal sealed record QueryDocument(string Id, string Name, string Where, int Cost, DateTime Created, string[] Symbols)
{
    public static QueryDocument From(StandingQuery query, string[]? symbols) => new(query.Id, query.Name, query.Where, query.Cost, JsonValues.Utc(query.CreatedUtc), symbols ?? []);
}

/// <summary>The caller's standing queries.</summary>
/// <param name="Queries">Oldest first.</param>
internal sealed record QueryList(QueryDocument[] Queries);
