using GoldenSignals.Grains;

namespace GoldenSignals.Benchmarks.Loads;

/// <summary>Bars as a feed sends them: bar time by bar time, and every shard hears when one is complete.</summary>
public static class FeedSteps
{
    /// <summary>The next bar of every symbol. Agents see the market as a whole, and the overview keeps no bar time open.</summary>
    public static TickBatch?[] Step(this BarLoad load, int shards)
    {
        TickBatch?[] parts = BarLoad.Split(load.Next(1), shards);
        DateTime end = load.Last.Bars[0].Bar.OpenTimeUtc + load.Last.Bars[0].Interval;
        return [.. parts.Select(part => (part ?? new([], [], default)) with { WatermarkUtc = end, InStep = true })];
    }
}
