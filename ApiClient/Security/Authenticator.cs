using Microsoft.Extensions.Primitives;

namespace GoldenSignals.ApiClient.Security;

/// <summary>Finds out who asks, by what the request shows: a key, a token, or a signature.</summary>
internal sealed class Authenticator(KeyRing keys, JwtVerifier tokens, SignedRequests signatures)
{
    private const string Bearer = "Bearer ";

    /// <summary>Who shows a key or a token; null for one that is not good, and for a key that only signs. For what comes in a message: requests have <see cref="Identify"/>.</summary>
    public Caller? Of(string credential) =>
        credential.StartsWith(KeyText.Prefix, StringComparison.Ordinal) ? keys.Find(credential) : tokens.Find(credential);

    public ValueTask<Identity> Identify(HttpContext context)
    {
        IHeaderDictionary headers = context.Request.Headers;
        if (headers.TryGetValue("X-Api-Key", out StringValues key))
            return new(Known(key.Count == 1 ? key[0]! : ""));
        StringValues authorization = headers.Authorization;
        if (authorization.Count == 0)
            return new(Identity.None);
        string shown = authorization.Count == 1 ? authorization[0]! : "";
        return shown.StartsWith(SignedRequests.Scheme, StringComparison.OrdinalIgnoreCase) ? signatures.Check(context, shown[SignedRequests.Scheme.Length..])
            : shown.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? new(Known(shown[Bearer.Length..].Trim()))
            : new(Identity.Refused(Problems.Unauthorized));
    }

    private Identity Known(string credential) => Of(credential) is { } caller ? new(caller, null)
        : Identity.Refused(Problems.Unauthorized, KeyText.Is(credential) ? credential[..KeyText.IdLength] : null);
}

/// <summary>What became of finding out who asks: a caller, a refusal, or neither where nothing was shown.</summary>
/// <param name="Claimed">Who it claims to be, for the log: the public part of a key.</param>
internal readonly record struct Identity(Caller? Caller, Problem? Refusal, string? Claimed = null)
{
    public static Identity None => default;

    public static Identity Refused(Problem problem, string? claimed = null) => new(null, problem, claimed);
}
