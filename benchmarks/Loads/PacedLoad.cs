using System.Collections.Frozen;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;

namespace GoldenSignals.Benchmarks.Loads;

/// <summary>
/// Trades of many symbols as random walks that go on where their bars ended: 20 for each bar, symbols in random order, numbered by
/// their source; the same for the same seed, and each symbol's apart from all others'. Event time follows the trades and not the
/// clock: 3 s from one of a symbol to its next. Symbols are up to 19 trades ahead of each other, so that at any time a twentieth of
/// all trades close a bar: no storm.
/// </summary>
/// <remarks>One thread for each shard at a time.</remarks>
public sealed class PacedLoad
{
    public const int TradesPerBar = 20;

    private readonly TimeSpan _apart;
    private readonly DateTime _start;
    private readonly Walk[] _walks;
    private readonly Shard[] _shards;
    private readonly FrozenDictionary<string, Walk> _bySymbol;
    private readonly int _repeatEach;

    /// <param name="bars">Those that the symbols have had.</param>
    /// <param name="repeatEach">Of how many trades one comes twice; 0 for none.</param>
    public PacedLoad(BarLoad bars, int shards, int repeatEach = 0)
    {
        SymbolBar[] last = [.. bars.Last.Bars.GroupBy(bar => bar.Symbol).Select(its => its.Last())];
        (Interval, _repeatEach) = (last[0].Interval, repeatEach);
        (_apart, _start) = (Interval / TradesPerBar, last[0].Bar.OpenTimeUtc + Interval);
        _walks = [.. last.Select((bar, i) => new Walk(i, bar.Symbol, phase: i % TradesPerBar) { Price = bar.Bar.Close, Random = 0x9E3779B97F4A7C15 * (ulong)(i + 1) })];
        _bySymbol = _walks.ToFrozenDictionary(walk => walk.Symbol);
        _shards = [.. Enumerable.Range(0, shards).Select(shard => new Shard([.. _walks.Where(walk => Shards.Of(walk.Symbol, shards) == shard)]))];
    }

    public TimeSpan Interval { get; }

    public int Symbols => _walks.Length;

    /// <summary>Trades made, those that come twice counted twice.</summary>
    public long Made => _shards.Sum(shard => shard.Made + shard.Repeated);

    public long Repeated => _shards.Sum(shard => shard.Repeated);

    /// <summary>Bars that the trades made close.</summary>
    public long Closed => _shards.Sum(shard => shard.Closed);

    public int SymbolsOf(int shard) => _shards[shard].Walks.Length;

    public (int Index, int Bar) Find(string symbol, DateTime barTimeUtc) => (_bySymbol[symbol].Index, (int)((barTimeUtc - _start) / Interval));

    /// <summary>Which bar of a symbol closes next.</summary>
    public int Developing(int index) => _walks[index].Developing;

    public int TradesOf(string symbol) => _bySymbol[symbol].Trades;

    /// <summary>A shard's next trades, with a watermark that closes nothing that they do not.</summary>
    /// <param name="closes">Is told of each trade that closes a bar.</param>
    public TickBatch Next(int shard, int count, Action<int, int>? closes = null)
    {
        Shard its = _shards[shard];
        int repeated = _repeatEach > 0 ? (int)((its.Made + count) / _repeatEach - its.Made / _repeatEach) : 0;
        var ticks = new Tick[count + repeated];
        for (int i = 0; i < ticks.Length; i++)
        {
            Walk walk = its.Walks[its.Made++ % its.Walks.Length];
            if (walk.Trades > 0 && (walk.Trades + walk.Phase) % TradesPerBar == 0)
            {
                its.Closed++;
                closes?.Invoke(walk.Index, walk.Developing);
            }
            ticks[i] = Next(walk);
            if (_repeatEach > 0 && its.Made % _repeatEach == 0)
                ticks[++i] = ticks[i - 1];
        }
        its.Repeated += repeated;
        return new(ticks, [], _start + (its.Made / its.Walks.Length - 1) * _apart);
    }

    /// <summary>A symbol's next trade; for those who go through one symbol by itself.</summary>
    public Tick Next(string symbol) => Next(_bySymbol[symbol]);

    private Tick Next(Walk walk)
    {
        walk.Random ^= walk.Random << 13;                            // xorshift64
        walk.Random ^= walk.Random >> 7;
        walk.Random ^= walk.Random << 17;
        walk.Price *= 1 + 0.001 * ((walk.Random >> 11) * (1.0 / (1UL << 53)) - 0.5);
        DateTime time = _start + (walk.Trades + walk.Phase) * _apart;
        return new(walk.Symbol, time, Math.Round(walk.Price, 4), 1 + walk.Random % 100, "load", ++walk.Trades);
    }

    private sealed class Walk(int index, string symbol, int phase)
    {
        public int Index => index;
        public string Symbol => symbol;
        public int Phase => phase;
        public double Price { get; set; }
        public ulong Random { get; set; }
        public int Trades { get; set; }

        public int Developing => (Trades + Phase - 1) / TradesPerBar;
    }

    private sealed class Shard(Walk[] walks)
    {
        public Walk[] Walks => walks;
        public long Made { get; set; }
        public long Repeated { get; set; }
        public long Closed { get; set; }
    }
}
