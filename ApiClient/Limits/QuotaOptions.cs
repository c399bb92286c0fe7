using System.ComponentModel.DataAnnotations;

namespace GoldenSignals.ApiClient.Limits;

/// <summary>What one caller, and one address, may ask of this process. Bound from <c>Quotas:*</c>.</summary>
public sealed record QuotaOptions
{
    public const string Section = "Quotas";

    /// <summary>Requests of a key, a token's subject, or who needs none, in one go; they come back evenly over the window. 1…1,000,000, default 20,000.</summary>
    [Range(1, 1_000_000)] public int Requests { get; init; } = 20_000;

    /// <summary>The same of an address, whatever keys its requests show, good ones or none. 1…1,000,000, default 40,000.</summary>
    [Range(1, 1_000_000)] public int RequestsOfAddress { get; init; } = 40_000;

    /// <summary>How long it takes until all requests are back. 1 s…1 hour, default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")] public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Connections of an address at a time. 1…100,000, default 4,096.</summary>
    [Range(1, 100_000)] public int ConnectionsOfAddress { get; init; } = 4_096;

    /// <summary>Connections at a time, of all; a further one is closed without a word. 1…1,000,000, default 20,000.</summary>
    [Range(1, 1_000_000)] public int Connections { get; init; } = 20_000;

    /// <summary>Streams that a caller may have open at a time. 1…100,000, default 2,000.</summary>
    [Range(1, 100_000)] public int Streams { get; init; } = 2_000;

    /// <summary>How long a client may take to send a request's headers. 1 s…5 min, default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")] public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection without a request stays open. 1 s…1 hour, default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")] public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(2);
}
