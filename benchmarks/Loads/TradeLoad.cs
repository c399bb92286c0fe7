using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;

namespace GoldenSignals.Benchmarks.Loads;

/// <summary>Trades whose symbols are drawn one by one, 20 of a symbol a second on average, as random walks, numbered by symbol; the same for the same seed.</summary>
public sealed class TradeLoad
{
    public const int PerSymbolAndSecond = 20, SlicesPerSecond = 4;

    private readonly Random _random;
    private readonly double[] _shares;                               // of the trades, that of the symbols up to each
    private readonly double[] _prices;
    private readonly long[] _sequences;
    private long _ticks = new DateTime(2024, 1, 2, 0, 0, 0, DateTimeKind.Utc).Ticks;

    /// <param name="Feed">The trades in the order of time.</param>
    /// <param name="Slices">The same, as a batch for each shard and quarter of a second.</param>
    public sealed record Chunk(Tick[] Feed, TickBatch?[][] Slices);

    /// <param name="zipf">Trades of the k-th busiest symbol are as 1/k^zipf; 0: all alike.</param>
    public TradeLoad(int symbols, int seed, double zipf = 0)
    {
        _random = new(seed);
        Symbols = [.. Enumerable.Range(0, symbols).Select(i => $"S{i:D5}")];
        _random.Shuffle(Symbols);
        _prices = [.. Symbols.Select(_ => 20 + 200 * _random.NextDouble())];
        _sequences = new long[symbols];
        _shares = new double[symbols];
        double total = 0;
        for (int i = 0; i < symbols; i++)
            _shares[i] = total += Math.Pow(i + 1, -zipf);
    }

    public string[] Symbols { get; }

    /// <summary>The next trades, made at once so that nothing is made while a clock runs: 96 bytes a trade.</summary>
    public Chunk Next(int slices, int shards)
    {
        int perSlice = Symbols.Length * PerSymbolAndSecond / SlicesPerSecond;
        long between = TimeSpan.TicksPerSecond / SlicesPerSecond / perSlice;
        int[] shardOf = [.. Symbols.Select(symbol => Shards.Of(symbol, shards))], drawn = new int[perSlice], counts = new int[shards];
        var feed = new Tick[slices * perSlice];
        var batches = new TickBatch?[slices][];
        for (int slice = 0; slice < slices; slice++)
        {
            Array.Clear(counts);
            for (int i = 0; i < perSlice; i++)
            {
                int symbol = drawn[i] = Draw();
                counts[shardOf[symbol]]++;
                _prices[symbol] *= 1 + 0.0002 * (_random.NextDouble() - 0.5);
                feed[slice * perSlice + i] = new(Symbols[symbol], new(_ticks += between, DateTimeKind.Utc), Math.Round(_prices[symbol], 2), 100, "load", ++_sequences[symbol]);
            }
            Tick[]?[] parts = [.. counts.Select(count => count == 0 ? null : new Tick[count])];
            for (int i = perSlice - 1; i >= 0; i--)
                parts[shardOf[drawn[i]]]![--counts[shardOf[drawn[i]]]] = feed[slice * perSlice + i];
            DateTime watermark = new(_ticks, DateTimeKind.Utc);
            batches[slice] = [.. parts.Select(part => part is null ? null : new TickBatch(part, [], watermark))];
        }
        return new(feed, batches);
    }

    private int Draw()
    {
        if (_shares[^1] == _shares.Length)
            return _random.Next(_shares.Length);
        int place = Array.BinarySearch(_shares, _random.NextDouble() * _shares[^1]);
        return Math.Min(place < 0 ? ~place : place, _shares.Length - 1);
    }
}
