namespace GoldenSignals.ApiClient.Limits;

/// <summary>What somebody may still ask for: so much in one go, and it comes back evenly. The whole of it is one time: when it is all back.</summary>
/// <remarks>The generic cell rate algorithm, which counts as a token bucket does without counters and timers. ATM Forum, Traffic Management 4.0 (1996), 4.4.2.</remarks>
internal sealed class Allowance
{
    private long _full;                                              // ticks of the clock

    /// <summary>Takes one, when there is one.</summary>
    public Standing Take(long now, in Rate rate)
    {
        while (true)
        {
            long full = Volatile.Read(ref _full), next = Math.Max(full, now) + rate.TicksEach;
            if (next - now > rate.TicksAll)
                return new(false, 0, full - now, next - now - rate.TicksAll);
            if (Interlocked.CompareExchange(ref _full, next, full) == full)
                return new(true, (int)((rate.TicksAll - (next - now)) / rate.TicksEach), next - now, 0);
        }
    }

    /// <summary>Whether it is all there, as if nothing had ever been asked for.</summary>
    public bool IsFull(long now) => Volatile.Read(ref _full) <= now;
}

/// <param name="Limit">In one go.</param>
/// <param name="Window">How long it takes until all of them are back.</param>
internal readonly record struct Rate(int Limit, TimeSpan Window)
{
    public long TicksEach { get; } = Math.Max(1, Window.Ticks / Limit);

    public long TicksAll => TicksEach * Limit;
}

/// <summary>How it stands after one more was asked for. Times in ticks of 100 ns.</summary>
/// <param name="Left">How many more may be asked for now.</param>
/// <param name="FullIn">Until all are back.</param>
/// <param name="NextIn">Until there is one again; 0 when this one was granted.</param>
internal readonly record struct Standing(bool Granted, int Left, long FullIn, long NextIn)
{
    public static long Seconds(long ticks) => (ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond;
}
