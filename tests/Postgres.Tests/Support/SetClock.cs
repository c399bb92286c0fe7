namespace GoldenSignals.Postgres.Tests.Support;

/// <summary>A clock that says what it is told; it measures durations like any other.</summary>
internal sealed class SetClock(DateTime nowUtc) : TimeProvider
{
    public DateTime Now { get; set; } = nowUtc;

    public override DateTimeOffset GetUtcNow() => new(Now);
}
