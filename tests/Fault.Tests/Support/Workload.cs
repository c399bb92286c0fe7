using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Sentiment;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Grains;

namespace GoldenSignals.Fault.Tests.Support;

/// <summary>Input of a few symbols, a slice of time a batch: some trade in ticks, one in three in closed bars, and of all there are news. The same for the same seed.</summary>
internal sealed class Workload
{
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Random _random;
    private readonly Walk[] _symbols;

    private sealed class Walk(string symbol, bool inTicks, double price)
    {
        public string Symbol => symbol;
        public bool InTicks => inTicks;
        public double Price { get; set; } = price;
        public long Sequence { get; set; }
        public int News { get; set; }
    }

    /// <param name="startUtc">A whole minute.</param>
    public Workload(int seed, IReadOnlyList<string> symbols, DateTime? startUtc = null)
    {
        _random = new(seed);
        _symbols = [.. symbols.Select((symbol, i) => new Walk(symbol, inTicks: i % 3 != 2, 50 + 100 * _random.NextDouble()))];
        NowUtc = startUtc ?? SomeBars.Start;
    }

    /// <summary>All until now has been told.</summary>
    public DateTime NowUtc { get; private set; }

    /// <summary>What the symbols do in the next one to three minutes, or in a part of one.</summary>
    /// <param name="watermark">Whether to say that nothing older comes.</param>
    public TickBatch Next(bool watermark = false)
    {
        DateTime from = NowUtc, until = from.AddSeconds(20 + _random.Next(160));
        var ticks = new List<Tick>();
        var bars = new List<SymbolBar>();
        var inputs = new List<SymbolInput>();
        foreach (Walk walk in _symbols)
        {
            if (_random.Next(6) == 0)
                inputs.Add(News(walk, from.AddSeconds(_random.Next(20))));
            if (!walk.InTicks)
                for (DateTime open = Floor(from); open + Minute <= until; open += Minute)
                    bars.Add(new(walk.Symbol, Minute, Bar(walk, open)));
            else if (_random.Next(5) > 0)
                for (DateTime time = from.AddSeconds(_random.Next(20)); time < until; time = time.AddSeconds(1 + _random.Next(70)))
                    ticks.Add(Tick(walk, time));
        }
        NowUtc = until;
        return new([.. ticks], [.. bars], watermark ? until : DateTime.MinValue) { Inputs = [.. inputs] };
    }

    private Tick Tick(Walk walk, DateTime time)
    {
        Move(walk);
        walk.Sequence += _random.Next(25) == 0 ? 2 : 1;              // now and then the source has lost one
        return new(walk.Symbol, time, walk.Price, 1 + _random.Next(50), "desk", walk.Sequence);
    }

    private Bar Bar(Walk walk, DateTime open)
    {
        double first = walk.Price;
        Move(walk);
        return new(open, first, Math.Max(first, walk.Price) * 1.001, Math.Min(first, walk.Price) * 0.999, walk.Price, 1 + _random.Next(500));
    }

    private NewsItem News(Walk walk, DateTime time) =>
        new(walk.Symbol, time, _random.Next(2) == 0 ? "Record profit, raises outlook" : "Misses badly, warns of losses", "wire", Id: $"{walk.Symbol}-{walk.News++}");

    private void Move(Walk walk) => walk.Price = Math.Clamp(walk.Price * (1 + 0.01 * (_random.NextDouble() - 0.5)), 40, 400);

    private static DateTime Floor(DateTime time) => new(time.Ticks - time.Ticks % Minute.Ticks, DateTimeKind.Utc);
}
