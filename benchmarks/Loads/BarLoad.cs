using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;

namespace GoldenSignals.Benchmarks.Loads;

/// <summary>Closed one-minute bars of many symbols as random walks, in random order of the symbols; the same for the same seed.</summary>
public sealed class BarLoad
{
    private readonly Random _random;
    private readonly double[] _prices;
    private DateTime _time = new(2024, 1, 2, 0, 0, 0, DateTimeKind.Utc);

    /// <param name="Bars">Of each symbol the same number, together, oldest first.</param>
    public sealed record Slice(SymbolBar[] Bars);

    public BarLoad(int symbols, int seed)
    {
        _random = new(seed);
        Symbols = [.. Enumerable.Range(0, symbols).Select(i => $"S{i:D5}")];
        _random.Shuffle(Symbols);
        _prices = [.. Symbols.Select(_ => Cents(20 + 200 * _random.NextDouble()))];
        Last = new([]);
    }

    public string[] Symbols { get; }
    public Slice Last { get; private set; }

    /// <summary>The next bars of every symbol.</summary>
    public Slice Next(int barsOfEach)
    {
        var bars = new SymbolBar[Symbols.Length * barsOfEach];
        for (int s = 0; s < Symbols.Length; s++)
            for (int b = 0; b < barsOfEach; b++)
                bars[s * barsOfEach + b] = new(Symbols[s], TimeSpan.FromMinutes(1), NextBar(s, _time.AddMinutes(b)));
        _time = _time.AddMinutes(barsOfEach);
        return Last = new(bars);
    }

    /// <summary>A slice as one batch for each shard that has any of it.</summary>
    public static TickBatch?[] Split(Slice slice, int shards)
    {
        var parts = new List<SymbolBar>[shards];
        foreach (SymbolBar bar in slice.Bars)
            (parts[Shards.Of(bar.Symbol, shards)] ??= []).Add(bar);
        return [.. parts.Select(part => part is null ? null : new TickBatch([], [.. part], DateTime.MinValue))];
    }

    private Bar NextBar(int symbol, DateTime time)
    {
        double open = _prices[symbol], close = Cents(open * (1 + 0.004 * (_random.NextDouble() - 0.5)));
        double high = Cents(Math.Max(open, close) * (1 + 0.001 * _random.NextDouble())), low = Cents(Math.Min(open, close) * (1 - 0.001 * _random.NextDouble()));
        _prices[symbol] = close;
        return new(time, open, high, low, close, 100 + Math.Floor(1000 * _random.NextDouble()));
    }

    private static double Cents(double price) => Math.Round(price, 2);
}
