using System.Globalization;

namespace GoldenSignals.ApiClient.Limits;

/// <summary>Whose quota a request has counted against last, and how that stands: every answer tells it.</summary>
/// <remarks>
/// Under both sets of names that are in use: those of draft-ietf-httpapi-ratelimit-headers since its 8th version, one field for the quota and one for
/// what is left of it, and the three of its first versions.
/// </remarks>
internal sealed class RequestStanding
{
    private Policy? _policy;
    private Standing _standing;

    public void Is(Policy policy, in Standing standing) => (_policy, _standing) = (policy, standing);

    public void Tell(IHeaderDictionary headers)
    {
        if (_policy is null)
            return;
        string left = _standing.Left.ToString(CultureInfo.InvariantCulture), reset = Standing.Seconds(_standing.FullIn).ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Policy"] = _policy.Text;
        headers["RateLimit"] = string.Concat(_policy.Start, left, ";t=", reset);
        headers["RateLimit-Limit"] = _policy.Limit;
        headers["RateLimit-Remaining"] = left;
        headers["RateLimit-Reset"] = reset;
    }
}

/// <summary>A quota as it is told.</summary>
internal sealed class Policy(string name, Rate rate)
{
    public string Name => name;

    public string Limit { get; } = rate.Limit.ToString(CultureInfo.InvariantCulture);

    public string Text { get; } = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={rate.Limit};w={(long)Math.Ceiling(rate.Window.TotalSeconds)}");

    public string Start { get; } = $"\"{name}\";r=";
}
