using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;

namespace GoldenSignals.Silo.Feeds;

/// <summary>
/// A made-up market that needs no provider: sectors that move together, calm, bull, bear and volatile times, a U of volume
/// over the UTC day, halts, and now and then a bad tick. The same options give the same ticks on every machine.
/// </summary>
/// <param name="clock">Paces a real-time market and says where time begins; unused with <see cref="Options.StartUtc"/> as fast as possible.</param>
/// <param name="before">Asked at the start for the market that it goes on with; null, or an answer without prices, for a new one.</param>
public sealed class Simulator(Simulator.Options options, TimeProvider clock, Func<Task<SimulatedBefore>>? before = null) : IFeed
{
    private const int BatchTicks = 4096;

    public sealed record Options
    {
        /// <summary>How many symbols trade, 1…100,000, default 50.</summary>
        [Range(1, 100_000)] public int Symbols { get; init; } = 50;
        /// <summary>Length of a bar, 10 ms…7 days, default 1 s.</summary>
        [Range(typeof(TimeSpan), "00:00:00.010", "7.00:00:00")] public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);
        /// <summary>Ticks of each symbol in a bar, 1…1000, default 4.</summary>
        [Range(1, 1000)] public int TicksPerBar { get; init; } = 4;
        /// <summary>Chooses the market; default 1.</summary>
        public ulong Seed { get; init; } = 1;
        /// <summary>Typical standard deviation of a bar's return in a calm market, 0…0.02, default 0.001.</summary>
        [Range(0.0, 0.02)] public double BarVolatility { get; init; } = 0.001;
        /// <summary>Bad ticks (spike, zero or NaN price, duplicate, late) added, as a share of the good ones, 0…0.1, default 0.0002.</summary>
        [Range(0.0, 0.1)] public double BadTickShare { get; init; } = 0.0002;
        /// <summary>Chance of a symbol at each bar to stop trading for 2 to 10 bars, 0…0.5, default 0.0005.</summary>
        [Range(0.0, 0.5)] public double HaltShare { get; init; } = 0.0005;
        /// <summary>Bars of the past that come first, as fast as they are taken, 0…1,000,000, default 0.</summary>
        [Range(0, 1_000_000)] public int HistoryBars { get; init; }
        /// <summary>Bars in all, history included; default 0: endless.</summary>
        [Range(0, int.MaxValue)] public int Bars { get; init; }
        /// <summary>Whether there are headlines, messages and earnings; for bars of up to 5 minutes. Default true.</summary>
        public bool News { get; init; } = true;
        /// <summary>Symbols of which option chains are quoted, each hour, the first ones, 0…1,000, default 5.</summary>
        [Range(0, 1_000)] public int ChainSymbols { get; init; } = 5;
        /// <summary>True: after the history event time is the clock's. False: as fast as the ticks are taken. Default true.</summary>
        public bool RealTime { get; init; } = true;
        /// <summary>Where the history ends and the market begins, UTC; default: now.</summary>
        public DateTime? StartUtc { get; init; }
        /// <summary>In real time ticks are sent together for this long, 1 ms…1 s, default 50 ms.</summary>
        [Range(typeof(TimeSpan), "00:00:00.001", "00:00:01")] public TimeSpan Slice { get; init; } = TimeSpan.FromMilliseconds(50);
    }

    public string Name => "simulator";

    /// <summary>The symbols that trade, in the order of their numbers.</summary>
    public IReadOnlyList<string> Symbols { get; } = [.. Enumerable.Range(0, options.Symbols).Select(SimulatedSymbols.At)];

    /// <summary>Bad ticks sent by the newest <see cref="Read"/>, by the code of <see cref="Refusal"/> that they provoke.</summary>
    public IReadOnlyDictionary<string, long> BadTicks =>
        SimulatedMarket.BadKinds.Zip(_market?.Bad ?? new long[SimulatedMarket.BadKinds.Count]).ToDictionary(kind => kind.First, kind => kind.Second);

    private SimulatedMarket? _market;

    public async IAsyncEnumerable<FeedBatch> Read([EnumeratorCancellation] CancellationToken cancel)
    {
        SimulatedBefore known = before is null ? SimulatedBefore.Nothing : await before();
        DateTime now = Floor(options.StartUtc ?? clock.GetUtcNow().UtcDateTime, options.Interval), start = now - options.HistoryBars * options.Interval;
        if (known.UntilUtc > start)                                  // what was played before is not played again
            start = Floor(known.UntilUtc + options.Interval - TimeSpan.FromTicks(1), options.Interval);
        DateTime end = options.Bars > 0 ? start + options.Bars * options.Interval : DateTime.MaxValue;
        var market = _market = new SimulatedMarket(options, start, known.Prices);
        var others = new SimulatedInputs(options, Symbols, start);
        var scratch = new Tick[BatchTicks + 1];
        DateTime sent = start;
        while (sent < end)
        {
            DateTime until = Earlier(end, options.RealTime ? await NextSlice(sent, cancel) : DateTime.MaxValue);
            do
            {
                cancel.ThrowIfCancellationRequested();
                DateTime upTo = Earlier(until, others.NextChainsUtc);   // which are quoted at the prices of their time
                int count = market.Fill(scratch, upTo);
                DateTime watermark = Earlier(upTo, market.NextUtc);
                SymbolInput[] told = others.Until(watermark, market);
                // A slice without ticks tells only what closes bars.
                if (count + told.Length > 0 || Floor(watermark, options.Interval) > Floor(sent, options.Interval))
                    yield return new FeedBatch(scratch.AsMemory(0, count).ToArray(), default, watermark) { Inputs = told };
                sent = watermark;
            }
            while (Earlier(market.NextUtc, others.NextChainsUtc) < until);
            sent = until;
        }
    }

    /// <summary>Waits until the slice after a time has passed; further if time has run ahead.</summary>
    private async Task<DateTime> NextSlice(DateTime sent, CancellationToken cancel)
    {
        DateTime next = Floor(sent, options.Slice) + options.Slice;
        while (true)
        {
            DateTime now = clock.GetUtcNow().UtcDateTime;
            if (now >= next)
                return Floor(now, options.Slice);
            await Task.Delay(next - now, clock, cancel);
        }
    }

    private static DateTime Earlier(DateTime a, DateTime b) => a < b ? a : b;

    private static DateTime Floor(DateTime time, TimeSpan step) => new(time.Ticks - time.Ticks % step.Ticks, DateTimeKind.Utc);
}

/// <summary>Where an earlier run of the simulator has left the market.</summary>
/// <param name="UntilUtc">End of the last bar.</param>
/// <param name="Prices">Last price of each symbol that has traded.</param>
public sealed record SimulatedBefore(DateTime UntilUtc, IReadOnlyDictionary<string, double> Prices)
{
    public static SimulatedBefore Nothing { get; } = new(DateTime.MinValue, new Dictionary<string, double>());

    /// <summary>As a grid knows it.</summary>
    public static SimulatedBefore Of(SymbolRows rows) =>
        new(rows.Rows.Select(row => row.BarTimeUtc + row.Interval).DefaultIfEmpty(DateTime.MinValue).Max(), rows.Rows.ToDictionary(row => row.Symbol, row => row.Price));
}
