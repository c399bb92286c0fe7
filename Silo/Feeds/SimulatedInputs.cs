using GoldenSignals.Domain.Market;

namespace GoldenSignals.Silo.Feeds;

/// <summary>What the simulator tells beside ticks: news and earnings of every symbol, and each hour the option chains of the first few.</summary>
/// <param name="startUtc">Where the market begins.</param>
internal sealed class SimulatedInputs(Simulator.Options options, IReadOnlyList<string> symbols, DateTime startUtc)
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1), s_longestWithNews = TimeSpan.FromMinutes(5);

    private readonly SimulatedNews _news = new(new() { Seed = options.Seed });
    private readonly SimulatedChains _chains = new(options.Seed);
    private readonly Queue<SymbolInput> _coming = [];
    private DateTime _madeUntilUtc = Ceiling(startUtc);

    /// <summary>When chains are quoted next; the end of time when none are.</summary>
    public DateTime NextChainsUtc { get; private set; } = options.ChainSymbols > 0 ? Ceiling(startUtc) : DateTime.MaxValue;

    /// <summary>What became known up to a time and was not told before.</summary>
    public SymbolInput[] Until(DateTime timeUtc, SimulatedMarket market)
    {
        for (; _madeUntilUtc <= timeUtc; _madeUntilUtc += s_minute)
            Make(market);

        var told = new List<SymbolInput>();
        while (_coming.TryPeek(out SymbolInput? next) && next.TimeUtc <= timeUtc)
            told.Add(_coming.Dequeue());
        return [.. told];
    }

    /// <summary>Makes the minute that begins.</summary>
    private void Make(SimulatedMarket market)
    {
        var minute = new List<SymbolInput>();
        if (_madeUntilUtc >= NextChainsUtc)
        {
            foreach (string symbol in symbols.Take(options.ChainSymbols))
                minute.Add(_chains.At(symbol, market.PriceOf(symbol), _madeUntilUtc));
            NextChainsUtc = new(_madeUntilUtc.Ticks - _madeUntilUtc.Ticks % TimeSpan.TicksPerHour + TimeSpan.TicksPerHour, DateTimeKind.Utc);
        }
        if (options.News && options.Interval <= s_longestWithNews)
            foreach (string symbol in symbols)
                minute.AddRange(_news.Between(symbol, _madeUntilUtc, _madeUntilUtc + s_minute));
        foreach (SymbolInput input in minute.OrderBy(input => input.TimeUtc))
            _coming.Enqueue(input);
    }

    /// <summary>The whole minute at or after a time.</summary>
    private static DateTime Ceiling(DateTime timeUtc) =>
        new((timeUtc.Ticks + TimeSpan.TicksPerMinute - 1) / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, DateTimeKind.Utc);
}
