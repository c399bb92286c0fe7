using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Options;
using GoldenSignals.Domain.Sentiment;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace GoldenSignals.ApiClient;

/// <summary>One kind of problem: its code, status, and what it means. Its type is <c>/problems/&lt;code&gt;</c>.</summary>
/// <param name="Code">Names the problem for programs; never changes.</param>
/// <param name="Meaning">What a caller should know and can do.</param>
public sealed record Problem(string Code, int Status, string Title, string Meaning)
{
    public string Type => $"/problems/{Code}";

    /// <param name="extensions">Further members of the problem's JSON.</param>
    public ProblemHttpResult Answer(string? detail = null, params ReadOnlySpan<(string Name, object? Value)> extensions)
    {
        var problem = new ProblemDetails { Type = Type, Title = Title, Status = Status, Detail = detail, Extensions = { ["code"] = Code } };
        foreach ((string name, object? value) in extensions)
            if (value is not null)
                problem.Extensions[name] = value;
        return TypedResults.Problem(problem);
    }

    /// <summary>The same, to be thrown where the answer is not at hand.</summary>
    public ProblemException Because(string detail, params ReadOnlySpan<(string Name, object? Value)> extensions) => new(Answer(detail, extensions));
}

/// <summary>Ends a request with a problem.</summary>
public sealed class ProblemException(ProblemHttpResult answer) : Exception(answer.ProblemDetails.Detail)
{
    public ProblemHttpResult Answer => answer;

    public string? Code => answer.ProblemDetails.Extensions["code"] as string;
}

/// <summary>Every kind of problem that the API answers with.</summary>
public static class Problems
{
    public static readonly Problem MalformedBody = new("malformed-body", 400, "Malformed body", "The body is not what the endpoint takes: index, line and field say where.");
    public static readonly Problem UnknownField = new("unknown-field", 400, "Unknown field", "A field is not known; names are case-sensitive.");
    public static readonly Problem DuplicateField = new("duplicate-field", 400, "Duplicate field", "A field is there twice.");
    public static readonly Problem InvalidParameter = new("invalid-parameter", 400, "Invalid parameter", "A query parameter is out of its range or not of its type.");
    public static readonly Problem InvalidPageToken = new("invalid-page-token", 400, "Invalid page token", "page is the next of a page of the same query, as it was given. A grid without Api:PageTokenKey forgets its tokens when it ends.");
    public static readonly Problem WebSocketExpected = new("websocket-expected", 400, "WebSocket expected", "The resource is a WebSocket: ask for it with Upgrade: websocket.");
    public static readonly Problem Unauthorized = new("unauthorized", 401, "Unauthorized", "The request shows no key or token that is good; Authorization: Bearer or X-Api-Key takes one.");
    public static readonly Problem BadSignature = new("bad-signature", 401, "Bad signature", "The signature is not that of this request by a key that is good.");
    public static readonly Problem TimestampWindow = new("timestamp-window", 401, "Timestamp out of the window", "A signed request is good for 5 s, and may be 1 s ahead of the clock; sign it anew.");
    public static readonly Problem ReplayedRequest = new("replayed-request", 401, "Replayed request", "The nonce was used before; every request has its own.");
    public static readonly Problem Forbidden = new("forbidden", 403, "Forbidden", "The key or token is good, but does not allow this.");
    public static readonly Problem NotFound = new("not-found", 404, "Not found", "There is no such resource; /openapi/v1.json lists what there is.");
    public static readonly Problem UnknownSymbol = new("unknown-symbol", 404, "Unknown symbol", "The grid has seen no bar of the symbol.");
    public static readonly Problem NoDecision = new("no-decision", 404, "No decision yet", "The symbol is known, but no bar of it has been decided.");
    public static readonly Problem UnknownSignal = new("unknown-signal", 404, "Unknown signal", "The grid has no signal of that id; it may be older than signals are kept.");
    public static readonly Problem NoDevelopingBar = new("no-developing-bar", 404, "No developing bar", "No tick of the symbol has come since its last bar closed; /decision has the decision of that bar.");
    public static readonly Problem UnknownAgent = new("unknown-agent", 404, "Unknown agent", "The grid has no such agent; /v1/agents lists them.");
    public static readonly Problem MethodNotAllowed = new("method-not-allowed", 405, "Method not allowed", "The resource does not take this method; the header Allow lists those it takes.");
    public static readonly Problem RequestInProgress = new("request-in-progress", 409, "Request in progress", "A request with this Idempotency-Key is still being worked on; ask again in a second.");
    public static readonly Problem BarDecided = new("bar-decided", 409, "Bar decided", "Some shard has come to that bar already; earliest is the first bar time that a change can hold from.");
    public static readonly Problem Gone = new("gone", 410, "Gone", "What that state or signal rests on is no longer kept; oldest is the oldest time that works, signal how that signal came out.");
    public static readonly Problem BodyTooLarge = new("body-too-large", 413, "Body too large", "The body, or what it unpacks to, is over the limit; send less at a time.");
    public static readonly Problem TooManyTicks = new("too-many-ticks", 413, "Too many ticks", "The request holds more ticks than one request may.");
    public static readonly Problem TooManyItems = new("too-many-items", 413, "Too many items", "The request holds more items than one request may.");
    public static readonly Problem UnsupportedMediaType = new("unsupported-media-type", 415, "Unsupported media type", "Content-Type or Content-Encoding is not one that the endpoint takes.");
    public static readonly Problem InvalidSymbol = new(Refusal.InvalidSymbol, 422, "Invalid symbol", $"A symbol is {SymbolName.Pattern}, without .. in it.");
    public static readonly Problem IdempotencyKeyReused = new("idempotency-key-reused", 422, "Idempotency-Key reused", "Another request was sent with this Idempotency-Key; every request has its own.");
    public static readonly Problem InvalidOption = new("invalid-option", 422, "Invalid option", "An option is out of its range, not of its type, or unknown; field says which.");
    public static readonly Problem InvalidCondition = new("invalid-condition", 422, "Invalid condition", "The where of a standing query is not what can be asked; the detail says where and what.");
    public static readonly Problem TooManyRequests = new("too-many-requests", 429, "Too many requests", "The caller, or its address, has asked for more than its quota; Retry-After says when to come again.");
    public static readonly Problem TooManyConnections = new("too-many-connections", 429, "Too many connections", "The address has more connections open than its quota; use those there are.");
    public static readonly Problem TooManyStreams = new("too-many-streams", 429, "Too many streams", "As many subscribers as the grid serves, or as the caller may have, are connected; try again later.");
    public static readonly Problem TooManyQueries = new("too-many-queries", 429, "Too many queries", "The caller, or the grid, has as many standing queries as it may; drop one first.");
    public static readonly Problem Internal = new("internal-error", 500, "Internal error", "The fault is on this side; the log has it under the traceId.");
    public static readonly Problem Unavailable = new("unavailable", 503, "Unavailable", "A part of the grid did not answer; try again. Ticks with a sequence are safe to send again.");
    public static readonly Problem NotReady = new("not-ready", 503, "Not ready", "The grid is starting: no canary tick has come out as a decision yet.");

    private static readonly Problem[] s_refusals =
    [
        Refused(Refusal.PriceNotFinite, "Price not finite", "The price is beyond what a double holds."),
        Refused(Refusal.PriceOutOfRange, "Price out of range", "A price is above zero: 1e-12…1e12; that of an option may be 0."),
        Refused(Refusal.SizeOutOfRange, "Size out of range", "A size, volume or open interest is 0…1e15."),
        Refused(Refusal.LateTick, "Late tick", "The tick's bar has closed."),
        Refused(Refusal.LateBar, "Late bar", "A later bar of the symbol is closed already, or the time is past what is built."),
        Refused(Refusal.InconsistentBar, "Inconsistent bar", "Open and close lie between low and high."),
        Refused(Refusal.IntervalMismatch, "Interval mismatch", "Bars of this length do not add up to those of the symbol, or their time is being built from ticks."),
        Refused(Refusal.FutureTick, "Future tick", "The tick is further ahead of the clock than allowed."),
        Refused(Refusal.PriceSpike, "Price spike", "The price is too far from the last one; it is believed once further ticks confirm it."),
        Refused(Refusal.TooManySources, "Too many sources", "The symbol has as many sources with sequences as it may."),
        Refused(Refusal.TimeOutOfRange, "Time out of range", "A time lies in the years 1800 to 2299."),
        Refused(Refusal.FutureInput, "Future input", "The item is further ahead of the clock than allowed."),
        Refused(Refusal.TooManyWaiting, "Too many waiting", "The symbol has no bar yet, and as much waits for first bars as may; send it again once the symbol has traded."),
        Refused(NewsItem.HeadlineMissing, "Headline missing", "A headline has words in it."),
        Refused(NewsItem.HeadlineTooLong, "Headline too long", $"A headline has up to {NewsItem.LongestHeadline} characters."),
        Refused(NewsItem.SourceTooLong, "Source too long", $"The name of a source has up to {NewsItem.LongestName} characters."),
        Refused(NewsItem.IdTooLong, "Id too long", $"An id has up to {NewsItem.LongestName} characters."),
        Refused(NewsItem.UnknownChannel, "Unknown channel", "A channel is news or social."),
        Refused(NewsItem.UnknownStance, "Unknown stance", "A stance is bullish or bearish, or left out."),
        Refused(NewsItem.ToneOutOfRange, "Tone out of range", "A tone is -1…1."),
        Refused(EarningsReport.EpsOutOfRange, "Earnings out of range", "Earnings per share are -1e7…1e7."),
        Refused(EarningsReport.DispersionOutOfRange, "Dispersion out of range", "The dispersion of forecasts is above 0, up to 1e7, or left out."),
        Refused(OptionChain.EmptyChain, "Empty chain", "A chain has at least one contract."),
        Refused(OptionChain.TooManyContracts, "Too many contracts", $"A chain has up to {OptionChain.MaxContracts} contracts."),
        Refused(OptionChain.StrikeOutOfRange, "Strike out of range", "A strike is above zero: 1e-12…1e12."),
        Refused(OptionChain.DuplicateContract, "Duplicate contract", "An expiry, strike and right is there twice in the chain."),
        Refused(OptionChain.RateOutOfRange, "Rate out of range", "Rate and dividend yield are fractions a year: -1…1."),
        Refused(ReservedSymbol, "Reserved symbol", "The grid uses this symbol itself."),
        // The same code as the 404 of the queries: here the grid takes no further symbols.
        Refused(Refusal.UnknownSymbol, "Unknown symbol", "The grid takes no further symbols."),
    ];

    /// <summary>The symbol is the grid's own canary.</summary>
    public const string ReservedSymbol = "reserved-symbol";

    /// <summary>The catalogue, one entry for each code.</summary>
    public static IReadOnlyList<Problem> All { get; } =
    [
        .. new[]
        {
            MalformedBody, UnknownField, DuplicateField, InvalidParameter, InvalidPageToken, WebSocketExpected, Unauthorized, BadSignature, TimestampWindow, ReplayedRequest, Forbidden, NotFound, UnknownSymbol, NoDecision, UnknownSignal, NoDevelopingBar, UnknownAgent, MethodNotAllowed, RequestInProgress, BarDecided, Gone, BodyTooLarge, TooManyTicks, TooManyItems,
            UnsupportedMediaType, InvalidSymbol, IdempotencyKeyReused, InvalidOption, InvalidCondition, TooManyRequests, TooManyConnections, TooManyStreams, TooManyQueries, Internal, Unavailable, NotReady,
        }.Concat(s_refusals).DistinctBy(problem => problem.Code),
    ];

    /// <summary>The problem that a refused item is when nothing of its request was taken.</summary>
    public static Problem OfRefusal(string code) =>
        code == InvalidSymbol.Code ? InvalidSymbol
        : code == Unavailable.Code ? Unavailable
        : s_refusals.FirstOrDefault(problem => problem.Code == code) ?? Refused(code, "Refused", "The grid did not take it.");

    /// <summary>The problem of an answer of which only the status is known.</summary>
    public static Problem OfStatus(int status) => status switch
    {
        400 => new("bad-request", 400, "Bad request", ""),
        401 => Unauthorized,
        403 => Forbidden,
        404 => NotFound,
        405 => MethodNotAllowed,
        409 => RequestInProgress,
        413 => BodyTooLarge,
        415 => UnsupportedMediaType,
        429 => TooManyRequests,
        500 => Internal,
        503 => Unavailable,
        _ => new($"http-{status}", status, Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status), ""),
    };

    private static Problem Refused(string code, string title, string meaning) => new(code, 422, title, meaning);
}
