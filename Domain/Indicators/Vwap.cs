using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>
/// Volume-weighted average price of the session so far, in price units; dev, how far the close is from it in standard deviations
/// of the session's prices; slope, its change over the last m bars of the session in the same deviations.
/// </summary>
/// <remarks><code>
/// vwap = Σ TP·V / Σ V;  σ² = Σ V·(TP − vwap)² / Σ V;  TP = (H + L + C) / 3;  since the session's first bar
/// dev = (C − vwap) / σ;  slope = (vwap − vwap m bars ago, or at the session's first bar) / σ
/// </code>
/// A session is a UTC day. On bars of a day or longer there is none: NaN at every bar. σ = 0 (the session's first bar, a flat one)
/// gives dev 0 and slope 0; while the session has no volume, vwap is the bar's TP. The sums are kept as a mean and a spread about it
/// (West 1979), which loses no digits where prices are large against their spread. First values at the first bar.
/// Source: Berkowitz, Logue and Noser, The Total Cost of Transactions on the NYSE, Journal of Finance 43:1 (1988).</remarks>
[Ships(20)]
public sealed class Vwap : Indicator
{
    private readonly int _slopeBars;

    private struct Memory
    {
        public long Day;                              // since year 1, so that a fresh block is in no session
        public double Mean, Volume, Spread;           // Spread is Σ V·(TP − vwap)²
        public int Position, Count;                   // of the ring of earlier averages
    }

    /// <param name="slopeBars">m, 1 or more.</param>
    public Vwap(int slopeBars)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slopeBars, 1);
        _slopeBars = slopeBars;
        Columns = ["vwap", "vwap_dev", $"vwap_slope_{slopeBars}"];
    }

    public override IReadOnlyList<string> Columns { get; }

    public override int WarmUp => 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ref Memory memory = ref state.Take<Memory>();
        Span<double> ring = state.TakeRing(_slopeBars);
        if (state.Interval >= TimeSpan.FromDays(1))
        {
            values.Fill(double.NaN);
            return;
        }

        long day = bar.OpenTimeUtc.Ticks / TimeSpan.TicksPerDay;
        if (day != memory.Day)
            memory = new Memory { Day = day };
        Add(ref memory, bar);

        // The ring's oldest, or its first while it fills; this bar's own at the session's first.
        double before = memory.Count == 0 ? memory.Mean : ring[memory.Count < ring.Length ? 0 : memory.Position];
        ring[memory.Position] = memory.Mean;
        memory.Position = memory.Position + 1 == ring.Length ? 0 : memory.Position + 1;
        memory.Count = Math.Min(memory.Count + 1, ring.Length);

        double sigma = memory.Volume == 0 ? 0 : Math.Sqrt(memory.Spread / memory.Volume);
        values[0] = memory.Mean;
        values[1] = sigma == 0 ? 0 : (bar.Close - memory.Mean) / sigma;
        values[2] = sigma == 0 ? 0 : (memory.Mean - before) / sigma;
    }

    private static void Add(ref Memory memory, in Bar bar)
    {
        double price = bar.TypicalPrice;
        if (memory.Volume == 0)
            memory.Mean = price;
        if (bar.Volume == 0)
            return;

        memory.Volume += bar.Volume;
        double distance = price - memory.Mean;
        memory.Mean += distance * bar.Volume / memory.Volume;
        memory.Spread += bar.Volume * distance * (price - memory.Mean);
    }
}
