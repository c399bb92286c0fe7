using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;

namespace GoldenSignals.Benchmarks.Loads;

/// <summary>Trades of many symbols as random walks, 20 of each symbol a second, numbered by their source; the same for the same seed.</summary>
public sealed class TickLoad
{
    public const int TradesPerCall = 5;

    private readonly Random _random;
    private readonly double[] _prices;
    private DateTime _time = new(2024, 1, 2, 0, 0, 0, DateTimeKind.Utc);
    private long _sequence;

    public TickLoad(int symbols, int seed)
    {
        _random = new(seed);
        Symbols = [.. Enumerable.Range(0, symbols).Select(i => $"S{i:D5}")];
        _random.Shuffle(Symbols);
        _prices = [.. Symbols.Select(_ => 20 + 200 * _random.NextDouble())];
    }

    public string[] Symbols { get; }

    /// <summary>The next quarter of a second: five trades of every symbol, as one batch for each shard that has any, with the time as watermark.</summary>
    public TickBatch?[] Next(int shards)
    {
        var parts = new List<Tick>?[shards];
        for (int trade = 0; trade < TradesPerCall; trade++)
        {
            _sequence++;
            for (int s = 0; s < Symbols.Length; s++)
            {
                _prices[s] *= 1 + 0.0002 * (_random.NextDouble() - 0.5);
                (parts[Shards.Of(Symbols[s], shards)] ??= []).Add(new(Symbols[s], _time, Math.Round(_prices[s], 2), 100, "load", _sequence));
            }
            _time += TimeSpan.FromMilliseconds(50);
        }
        return [.. parts.Select(part => part is null ? null : new TickBatch([.. part], [], _time))];
    }
}
