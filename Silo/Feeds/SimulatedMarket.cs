using GoldenSignals.Domain.Market;

namespace GoldenSignals.Silo.Feeds;

/// <summary>
/// The simulator's prices. Time goes in steps, one tick of each symbol a step, <see cref="Simulator.Options.TicksPerBar"/> steps a bar.
/// </summary>
/// <remarks><code>
/// return of a step = σ/√T·(½·market + ½·sector + 0.7·own + drift) − pull·(price − anchor)/anchor
/// </code>
/// so returns correlate by about ½ within a sector and ¼ across. A Markov chain switches the market between calm, bull, bear and volatile.
/// Only exactly rounded operations (+ − · / √ and rounding) are used, and every symbol, sector and the market draw from their own
/// generators: a symbol's ticks depend on the options and its name, not on the machine, the other symbols or the batches.
/// </remarks>
internal sealed class SimulatedMarket
{
    private const string Source = "sim";
    private const double OwnWeight = 0.7, SharedWeight = 0.5, Pull = 2e-5;

    // Mean stay, drift in deviations of a bar, and deviation relative to the calm market.
    private static readonly (double MeanBars, double Drift, double Volatility)[] s_regimes =
        [(300, 0, 1), (150, 0.08, 0.9), (100, -0.10, 1.4), (60, 0, 2.5)];

    private static readonly string[] s_badKinds =
        [Refusal.PriceSpike, Refusal.PriceOutOfRange, Refusal.PriceNotFinite, Refusal.Duplicate, Refusal.LateTick];

    private readonly Simulator.Options _options;
    private readonly SimulatedSymbol[] _symbols;                    // by their moment within a step, so that ticks come in time order
    private readonly SplitMix[] _sectorRandom;
    private readonly double[] _shared;                              // market, sector and drift of this step, by sector, in deviations
    private readonly double _stepScale;
    private readonly long _barLength, _start, _stepLength;
    private SplitMix _marketRandom;
    private int _regime, _next;                                     // _next: position in _symbols within the step
    private long _step;
    private double _dayCurve;

    /// <param name="prices">Where symbols go on that have traded before.</param>
    public SimulatedMarket(Simulator.Options options, DateTime startUtc, IReadOnlyDictionary<string, double>? prices = null)
    {
        _options = options;
        _barLength = options.Interval.Ticks;
        _stepLength = _barLength / options.TicksPerBar;
        _start = startUtc.Ticks - startUtc.Ticks % _barLength;
        _stepScale = 1 / Math.Sqrt(options.TicksPerBar);
        _marketRandom = SplitMix.For(options.Seed, "market");
        _sectorRandom = [.. SimulatedSymbols.Sectors.Select(sector => SplitMix.For(options.Seed, sector))];
        _shared = new double[_sectorRandom.Length];
        // Rises from run to run too: a run makes at most two ticks a step, and later runs begin at later steps.
        long firstSequence = _start / _stepLength * 2;
        _symbols = [.. Enumerable.Range(0, options.Symbols)
            .Select(i => new SimulatedSymbol(options, i, i % _sectorRandom.Length, _stepLength, firstSequence)).OrderBy(symbol => symbol.Moment)];
        foreach (ref SimulatedSymbol symbol in _symbols.AsSpan())
            if (prices is not null && prices.TryGetValue(symbol.Name, out double price))
                symbol.Continue(price);
        BeginStep();
    }

    /// <summary>Event time of the next tick, bad late ones apart.</summary>
    public DateTime NextUtc => new(NextTicks, DateTimeKind.Utc);

    /// <summary>End of the bar that the next tick lies in.</summary>
    public DateTime BarEndUtc => new(_start + (_step / _options.TicksPerBar + 1) * _barLength, DateTimeKind.Utc);

    /// <summary>Bad ticks made so far, in the order of <see cref="s_badKinds"/>.</summary>
    public long[] Bad { get; } = new long[s_badKinds.Length];

    public static IReadOnlyList<string> BadKinds => s_badKinds;

    private long NextTicks => StepStart + _symbols[_next].Moment;
    private long StepStart => _start + _step / _options.TicksPerBar * _barLength + _step % _options.TicksPerBar * _stepLength;

    /// <summary>What a symbol trades at.</summary>
    public double PriceOf(string symbol) => Array.Find(_symbols, one => one.Name == symbol).TradePrice;

    /// <summary>Writes the next ticks before a time, as many as fit.</summary>
    /// <param name="ticks">Room for at least two.</param>
    public int Fill(Span<Tick> ticks, DateTime untilUtc)
    {
        int count = 0;
        while (NextTicks < untilUtc.Ticks)
        {
            long stepStart = StepStart;
            bool barStarts = _step % _options.TicksPerBar == 0;
            for (; _next < _symbols.Length; _next++)
            {
                ref SimulatedSymbol symbol = ref _symbols[_next];
                long at = stepStart + symbol.Moment;
                if (at >= untilUtc.Ticks || count + 2 > ticks.Length)
                    return count;
                if (barStarts)
                    symbol.BeginBar(_options);
                if (!symbol.Halted)
                    count += Trade(ref symbol, at, ticks[count..]);
            }
            _next = 0;
            _step++;
            BeginStep();
        }
        return count;
    }

    private int Trade(ref SimulatedSymbol symbol, long at, Span<Tick> ticks)
    {
        symbol.Move((_shared[symbol.Sector] + OwnWeight * symbol.Random.NextNormal()) * _stepScale, Pull);
        ulong bits = symbol.Random.Next();
        double size = Math.Round(symbol.BaseSize * _dayCurve * (0.5 + (bits & 0xFFFF) * (1.0 / 65536))) + 1;
        ticks[0] = new Tick(symbol.Name, new DateTime(at, DateTimeKind.Utc), symbol.TradePrice, size, Source, ++symbol.Sequence);
        if ((bits >> 32) * (1.0 / (1UL << 32)) >= _options.BadTickShare)
            return 1;
        ticks[1] = Spoiled(ref symbol, ticks[0], (int)(bits >> 16 & 0xFFFF) % s_badKinds.Length);
        return 2;
    }

    private Tick Spoiled(ref SimulatedSymbol symbol, in Tick good, int kind)
    {
        Bad[kind]++;
        return s_badKinds[kind] switch
        {
            Refusal.PriceSpike => good with { Price = good.Price * 1.5, Sequence = ++symbol.Sequence },
            Refusal.PriceOutOfRange => good with { Price = 0, Sequence = ++symbol.Sequence },
            Refusal.PriceNotFinite => good with { Price = double.NaN, Sequence = ++symbol.Sequence },
            Refusal.LateTick => good with { TimeUtc = good.TimeUtc.AddTicks(-2 * _barLength), Sequence = ++symbol.Sequence },
            _ => good,
        };
    }

    private void BeginStep()
    {
        if (_step % _options.TicksPerBar == 0 && _marketRandom.NextUniform() * s_regimes[_regime].MeanBars < 1)
            _regime = (_regime + 1 + (int)(_marketRandom.NextUniform() * (s_regimes.Length - 1))) % s_regimes.Length;
        var (_, drift, volatility) = s_regimes[_regime];
        double market = _marketRandom.NextNormal();
        for (int i = 0; i < _shared.Length; i++)
            _shared[i] = SharedWeight * volatility * (market + _sectorRandom[i].NextNormal()) + drift * _stepScale;
        // A U over the UTC day with mean 1: 2 at midnight, ½ at noon. The market never closes.
        double x = 2.0 * (StepStart % TimeSpan.TicksPerDay) / TimeSpan.TicksPerDay - 1;
        _dayCurve = 0.5 + 1.5 * x * x;
    }
}
