using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>
/// A symbol's last bars as series of closes, highs, lows and volumes: kept once, for all of its indicators to look back on.
/// Lies in the symbol's block. What an indicator reads here it need not keep, and finds in lines of memory that others have just read.
/// </summary>
public readonly ref struct PastBars
{
    /// <summary>How far back the closes reach, and how far the other series; this bar included.</summary>
    public const int MostCloses = 256, MostBars = 80;

    /// <summary>Bars from one move of the series to the next. Each is kept in one piece, so that what is asked for is a slice of it.</summary>
    private const int BarsBetween = 16;

    private const int ClosesLength = MostCloses + BarsBetween, BarsLength = MostBars + BarsBetween;

    /// <summary>Words of the block that it takes.</summary>
    internal const int Words = 1 + ClosesLength + 3 * BarsLength;

    private struct Memory
    {
        public int Closes, Bars;                      // places of the series that are in use
    }

    private readonly Span<double> _closes, _highs, _lows, _volumes;

    /// <summary>Takes its words of the block and adds this bar.</summary>
    internal PastBars(scoped ref StateCursor state, scoped in Bar bar)
    {
        ref Memory memory = ref state.Take<Memory>();
        Span<double> closes = state.TakeRing(ClosesLength);
        Span<double> highs = state.TakeRing(BarsLength), lows = state.TakeRing(BarsLength), volumes = state.TakeRing(BarsLength);
        if (memory.Closes == ClosesLength)
            memory.Closes = Move(closes, MostCloses);
        if (memory.Bars == BarsLength)
            memory.Bars = Move(highs, MostBars) & Move(lows, MostBars) & Move(volumes, MostBars);
        closes[memory.Closes++] = bar.Close;
        highs[memory.Bars] = bar.High;
        lows[memory.Bars] = bar.Low;
        volumes[memory.Bars++] = bar.Volume;
        _closes = closes[..memory.Closes];
        _highs = highs[..memory.Bars];
        _lows = lows[..memory.Bars];
        _volumes = volumes[..memory.Bars];
    }

    /// <summary>The close before this one; NaN at the first bar.</summary>
    public double CloseBefore => Before(_closes);

    /// <summary>The high before this bar's; NaN at the first bar.</summary>
    public double HighBefore => Before(_highs);

    /// <summary>The low before this bar's; NaN at the first bar.</summary>
    public double LowBefore => Before(_lows);

    /// <summary>The last n closes, oldest first, this bar's last; empty before bar n.</summary>
    /// <param name="n">At most <see cref="MostCloses"/>: <see cref="CheckCloses"/>.</param>
    public ReadOnlySpan<double> Closes(int n) => Last(_closes, n);

    /// <summary>The n closes before this one, oldest first; empty before bar n + 1.</summary>
    /// <param name="n">Less than <see cref="MostCloses"/>.</param>
    public ReadOnlySpan<double> ClosesBefore(int n) => Last(_closes, n + 1) is { IsEmpty: false } closes ? closes[..^1] : [];

    /// <summary>The last n highs, oldest first, this bar's last; empty before bar n.</summary>
    /// <param name="n">At most <see cref="MostBars"/>: <see cref="CheckBars"/>.</param>
    public ReadOnlySpan<double> Highs(int n) => Last(_highs, n);

    /// <inheritdoc cref="Highs"/>
    public ReadOnlySpan<double> Lows(int n) => Last(_lows, n);

    /// <inheritdoc cref="Highs"/>
    public ReadOnlySpan<double> Volumes(int n) => Last(_volumes, n);

    /// <summary>A period that the closes are asked for.</summary>
    /// <param name="least">The smallest that makes sense.</param>
    /// <param name="more">Closes that are asked for beyond the period.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is below the least, or reaches back further than the closes.</exception>
    public static int CheckCloses(int period, int least = 1, int more = 0) => Check(period, least, MostCloses - more);

    /// <summary>A period that highs, lows or volumes are asked for.</summary>
    /// <inheritdoc cref="CheckCloses"/>
    public static int CheckBars(int period, int least = 1, int more = 0) => Check(period, least, MostBars - more);

    private static int Check(int period, int least, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, least);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(period, most);
        return period;
    }

    private static double Before(Span<double> series) => series.Length > 1 ? series[^2] : double.NaN;

    private static ReadOnlySpan<double> Last(Span<double> series, int n) => n <= series.Length ? series[^n..] : [];

    /// <summary>Moves what is still to be seen at the next bar to the front.</summary>
    /// <returns>How much that is.</returns>
    private static int Move(Span<double> series, int most)
    {
        series[^(most - 1)..].CopyTo(series);
        return most - 1;
    }
}
