namespace GoldenSignals.Benchmarks.Silos;

/// <summary>What the benchmark asks of a silo's process: one line of JSON on its stdin. What a command does not need stays empty.</summary>
/// <param name="Do">The name of a method of <see cref="NodeWork"/>.</param>
internal sealed record NodeCommand(string Do)
{
    /// <summary>Shards that are to be fed.</summary>
    public int[] Shards { get; init; } = [];

    /// <summary>Symbols of the load, in all silos together.</summary>
    public int Symbols { get; init; }

    public int Seed { get; init; }

    /// <summary>Bars of each symbol.</summary>
    public int Bars { get; init; }

    /// <summary>Tick batches of each shard.</summary>
    public int Batches { get; init; }

    /// <summary>Ticks in a batch.</summary>
    public int Ticks { get; init; }

    /// <summary>Number of the first tick batch; time and sequence follow from it.</summary>
    public long From { get; init; }
}

/// <summary>What the process answers: one line of JSON on its stdout.</summary>
/// <param name="Seconds">That the work took.</param>
/// <param name="CpuSeconds">Of the process since it started, where the command does not say otherwise.</param>
/// <param name="Count">Of whatever was counted.</param>
internal sealed record NodeAnswer(double Seconds, double CpuSeconds, long Count)
{
    /// <summary>Why it failed; null when it did not.</summary>
    public string? Error { get; init; }

    /// <summary>The silo of each shard, as the universe knows it.</summary>
    public string[] Silos { get; init; } = [];

    /// <summary>Digest of each symbol's decisions.</summary>
    public SortedDictionary<string, string> Digests { get; init; } = [];
}
