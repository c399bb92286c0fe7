using System.ComponentModel.DataAnnotations;
using GoldenSignals.ApiClient.Security;

namespace GoldenSignals.ApiClient;

/// <summary>Limits of the API. Bound from <c>Api:*</c>.</summary>
public sealed record ApiOptions
{
    public const string Section = "Api";

    /// <summary>Largest request body, unpacked. Bytes, 1 KiB…1 GiB, default 16 MiB.</summary>
    [Range(1_024, 1 << 30)] public int MaxRequestBodyBytes { get; init; } = 16 << 20;

    /// <summary>Most ticks in one request. 1…1,000,000, default 50,000.</summary>
    [Range(1, 1_000_000)] public int MaxTicksPerRequest { get; init; } = 50_000;

    /// <summary>Signs page tokens: base64 of 32 bytes or more. API processes that share it take each other's tokens; without it every process makes its own, and tokens end with it.</summary>
    [DataType(DataType.Password), Base64Bytes(32)] public string? PageTokenKey { get; init; }

    /// <summary>Most subscribers of the event stream at a time. 1…100,000, default 10,000.</summary>
    [Range(1, 100_000)] public int MaxStreams { get; init; } = 10_000;

    /// <summary>Events that may wait for one subscriber before it is told of a gap and closed; a close of 10,000 symbols is 20,000 events at once. 1,024…1,048,576, default 32,768.</summary>
    [Range(1_024, 1 << 20)] public int StreamQueueEvents { get; init; } = 32_768;

    /// <summary>Decisions kept at hand for clients that come back; what is older is read from the log. 1,024…4,194,304, default 32,768.</summary>
    [Range(1_024, 1 << 22)] public int StreamRecentDecisions { get; init; } = 32_768;

    /// <summary>Clients that may read the log at a time, to get what they missed; the others wait. 1…256, default 8.</summary>
    [Range(1, 256)] public int StreamReplays { get; init; } = 8;

    /// <summary>Standing queries of one caller. 0…1,000, default 20.</summary>
    [Range(0, 1_000)] public int QueriesOfCaller { get; init; } = 20;

    /// <summary>Comparisons in all standing queries of one caller. 0…100,000, default 100.</summary>
    [Range(0, 100_000)] public int QueryCostOfCaller { get; init; } = 100;

    /// <summary>Comparisons in all standing queries: what every decision is put through. 0…100,000, default 2,000.</summary>
    [Range(0, 100_000)] public int QueryCost { get; init; } = 2_000;

    /// <summary>Largest message that the WebSocket takes. Bytes, 1 KiB…1 MiB, default 64 KiB.</summary>
    [Range(1_024, 1 << 20)] public int WebSocketMessageBytes { get; init; } = 64 << 10;

    /// <summary>How long a client of the WebSocket may subscribe to nothing, and how long it may answer no ping. 1 s…10 min, default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")] public TimeSpan WebSocketIdle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a silent event stream shows that it lives. 1 s…5 min, default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")] public TimeSpan StreamHeartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Whether a key must be shown: Required always; Auto, the default, unless an embedded grid is asked from its own machine.</summary>
    public AuthMode Auth { get; init; } = AuthMode.Auto;

    /// <summary>The file of the API keys; without it keys.json in the data folder, or a table where the grid has a database.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Folder of the audit log; without it audit in the data folder. A grid that keeps nothing has none unless this names one.</summary>
    public string? AuditFolder { get; init; }

    /// <summary>Keys the audit log's chain: base64 of 32 bytes or more. Who can write the files but does not have it cannot make the chain anew.</summary>
    [DataType(DataType.Password), Base64Bytes(32)] public string? AuditKey { get; init; }

    /// <summary>Origins whose pages may call the API from a browser, separated by commas, for instance https://desk.example.com; default none.</summary>
    public string CorsOrigins { get; init; } = "";
}
