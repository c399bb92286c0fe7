using System.Collections.Frozen;

namespace GoldenSignals.ApiClient.Security;

/// <summary>What a caller may do.</summary>
[Flags]
internal enum Scopes
{
    None = 0,

    /// <summary>See.</summary>
    Read = 1,

    /// <summary>Send ticks, bars, news and chains.</summary>
    Ingest = 2,

    /// <summary>Change how the grid works, and who may use it.</summary>
    Admin = 4,
}

/// <summary>Who asks.</summary>
/// <param name="Id">Of the key, or the subject of the token; the address where neither is needed.</param>
/// <param name="Symbols">The only symbols that the caller may see and send; null for all.</param>
internal sealed record Caller(string Id, Scopes Scopes, FrozenSet<string>? Symbols = null)
{
    /// <summary>Is cancelled when the key is revoked or ends: what stays open for this caller ends then too.</summary>
    public CancellationToken Ended { get; init; }

    /// <summary>When the token ends that the caller has shown; null without one.</summary>
    public DateTime? UntilUtc { get; init; }

    public bool May(Scopes needed) => (Scopes & needed) == needed;

    public bool MaySee(string symbol) => Symbols is null || Symbols.Contains(symbol);

    /// <summary>Those rows that are of symbols which the caller may see.</summary>
    public T[] Seen<T>(T[] rows, Func<T, string> symbol) => Symbols is null ? rows : Array.FindAll(rows, row => Symbols.Contains(symbol(row)));
}

internal static class CallerOfRequest
{
    /// <summary>Who asks. Where nobody has looked, on what is no route, it is somebody who may nothing.</summary>
    public static Caller Caller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? new(context.Connection.RemoteIpAddress?.ToString() ?? "local", Scopes.None);

    /// <summary>What a route needs; <see cref="Scopes.Read"/> unless it says otherwise.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder route, Scopes scopes) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new NeededScopes(scopes));

    /// <summary>Says that requests stay open for as long as the caller likes: they are cut when its key or token ends.</summary>
    public static TBuilder StaysOpen<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new OpenRequests());
}

/// <summary>On a route: its requests stay open.</summary>
internal sealed record OpenRequests;

/// <summary>On a route: what its callers must be allowed.</summary>
internal sealed record NeededScopes(Scopes Scopes);
