using GoldenSignals.ApiClient.Security;
using GoldenSignals.Silo.Json;
using GoldenSignals.Silo.Storage.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>Who may use the grid.</summary>
internal static class KeyEndpoints
{
    private const int MaxBody = 64 << 10;

    public static void MapKeys(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder keys = app.MapGroup("/v1/admin/keys").WithTags("Keys").Needs(Scopes.Admin);
        keys.MapGet("", List).WithName("ListKeys").ProducesProblem(503);
        keys.MapGet("/{id}", Get).WithName("GetKey").ProducesProblem(404).ProducesProblem(503);
        keys.MapPost("", Make).WithName("CreateKey").Accepts<KeyOrder>(RequestBody.Json)
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(503);
        keys.MapDelete("/{id}", Revoke).WithName("RevokeKey").ProducesProblem(404).ProducesProblem(503);
    }

    /// <summary>Every key there is or was, in the order in which they were made. What opens the grid is not in it.</summary>
    internal static async Task<Ok<KeyPage>> List(KeyRing keys, TimeProvider clock, CancellationToken cancellation) =>
        TypedResults.Ok(new KeyPage([.. (await keys.All(cancellation)).Select(key => KeyDocument.From(key, clock))]));

    /// <summary>One key.</summary>
    /// <param name="id">The key's public part: gs_ and 12 letters.</param>
    internal static async Task<Ok<KeyDocument>> Get(string id, KeyRing keys, TimeProvider clock, CancellationToken cancellation) =>
        TypedResults.Ok(KeyDocument.From((await keys.All(cancellation)).FirstOrDefault(key => key.Id == id) ?? throw Missing(), clock));

    /// <summary>Makes a key. This answer is the only one that ever has it.</summary>
    internal static async Task<Created<NewKey>> Make(HttpRequest request, KeyRing keys, TimeProvider clock, CancellationToken cancellation)
    {
        if (RequestBody.IsJsonLines(request))
            throw Problems.UnsupportedMediaType.Because($"Content-Type may be {RequestBody.Json}: one key a request.");
        ReadOnlyMemory<byte> body = await RequestBody.Read(request, MaxBody, cancellation);
        DateTime now = clock.GetUtcNow().UtcDateTime;
        KeyOrder order = JsonItems.ReadOne(body.Span, json => KeyOrder.Parse(json, now));
        (StoredKey kept, string text) = await keys.Make(order, cancellation);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/v1/admin/keys/{kept.Id}", new NewKey(text, KeyDocument.From(kept, clock)));
    }

    /// <summary>Ends a key for good, in every process of the API within a second; what it has open is cut.</summary>
    /// <param name="id">The key's public part: gs_ and 12 letters.</param>
    internal static async Task<Ok<KeyDocument>> Revoke(string id, KeyRing keys, TimeProvider clock, CancellationToken cancellation) =>
        TypedResults.Ok(KeyDocument.From(await keys.Revoke(id, cancellation) ?? throw Missing(), clock));

    private static ProblemException Missing() => Problems.NotFound.Because("There is no key of that id.");
}

/// <summary>The keys of the grid.</summary>
/// <param name="Keys">In the order in which they were made.</param>
internal sealed record KeyPage(KeyDocument[] Keys);

/// <summary>A key that has just been made.</summary>
/// <param name="Key">What its owner shows. It is not kept and cannot be told again.</param>
/// <param name="About">What is kept of it.</param>
internal sealed record NewKey(string Key, KeyDocument About);

/// <summary>What is kept of a key.</summary>
/// <param name="Id">Its public part.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Scopes">What it allows: read, ingest, admin.</param>
/// <param name="Symbols">The only symbols that it allows; null for all.</param>
/// <param name="Signed">Whether it is never sent, but signs each request.</param>
/// <param name="State">good, expired or revoked.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Expires">When it ends; null for never.</param>
/// <param name="Revoked">When it was ended; null while it was not.</param>
/// <param name="LastUsed">To the minute or so; null for never.</param>
internal sealed record KeyDocument(
    string Id, string Name, string[] Scopes, string[]? Symbols, bool Signed, string State, DateTime Created, DateTime? Expires, DateTime? Revoked, DateTime? LastUsed)
{
    public static KeyDocument From(StoredKey key, TimeProvider clock) => new(
        key.Id, key.Name, key.Scopes, key.Symbols, key.Signed, key.Revoked is not null ? "revoked" : key.IsGood(clock.GetUtcNow().UtcDateTime) ? "good" : "expired",
        JsonValues.Utc(key.Created), Utc(key.Expires), Utc(key.Revoked), Utc(key.LastUsed));

    private static DateTime? Utc(DateTime? time) => time is { } known ? JsonValues.Utc(known) : null;
}
