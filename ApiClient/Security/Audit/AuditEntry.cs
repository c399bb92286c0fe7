namespace GoldenSignals.ApiClient.Security.Audit;

/// <summary>Something that was done, or tried.</summary>
/// <param name="Who">Key, token or address; null where nobody knows.</param>
/// <param name="From">The address that it came from; null for the grid itself.</param>
/// <param name="What">Method and path, or what the log says of itself.</param>
/// <param name="Status">What the request was answered with; 0 where there was none.</param>
/// <param name="Code">The problem's, where it was one.</param>
/// <param name="Trace">Names the request in the answer and in the logs.</param>
/// <param name="Count">How often, where it stands for several.</param>
internal sealed record AuditEntry(DateTime TimeUtc, string? Who, string? From, string What, int Status, string? Code, string? Trace, long Count = 1);
