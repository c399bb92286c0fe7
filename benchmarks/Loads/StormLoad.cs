using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;

namespace GoldenSignals.Benchmarks.Loads;

/// <summary>Bars as four trades of each symbol, which leave them developing, and the watermark that then closes all of them.</summary>
public sealed class StormLoad(BarLoad load, int shards)
{
    private static readonly TimeSpan s_apart = TimeSpan.FromSeconds(15);

    /// <param name="Bars">What the trades make.</param>
    /// <param name="Trades">For each shard.</param>
    /// <param name="Close">The same for each shard: a watermark and nothing else.</param>
    public sealed record Storm(BarLoad.Slice Bars, TickBatch?[] Trades, TickBatch?[] Close);

    public Storm Next()
    {
        BarLoad.Slice slice = load.Next(1);
        var parts = new List<Tick>?[shards];
        foreach ((string symbol, _, Bar bar) in slice.Bars)
        {
            List<Tick> part = parts[Shards.Of(symbol, shards)] ??= [];
            DateTime time = bar.OpenTimeUtc;
            foreach (double price in (ReadOnlySpan<double>)[bar.Open, bar.High, bar.Low, bar.Close])
            {
                part.Add(new(symbol, time, price, bar.Volume / 4));
                time += s_apart;
            }
        }
        DateTime end = slice.Bars[0].Bar.OpenTimeUtc + slice.Bars[0].Interval;
        return new(slice,
            [.. parts.Select(part => part is null ? null : new TickBatch([.. part], [], DateTime.MinValue))],
            [.. parts.Select(_ => new TickBatch([], [], end))]);
    }
}
