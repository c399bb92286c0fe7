using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>A bar as a candle: a body between open and close, shadows above and below it, and what was usual in the bars before it.</summary>
internal struct Candle
{
    public double Open, High, Low, Close;

    /// <summary>Mean body of the 10 bars before, in price units: a longer body is long, a shorter one short.</summary>
    public double MeanBody;

    /// <summary>Mean of high − low of the 10 and of the 5 bars before, in price units.</summary>
    public double MeanRange10, MeanRange5;

    public readonly double Body => Math.Abs(Close - Open);

    public readonly double Top => Math.Max(Open, Close);

    public readonly double Bottom => Math.Min(Open, Close);

    public readonly double UpperShadow => High - Top;

    public readonly double LowerShadow => Bottom - Low;

    /// <summary>1 for a white candle, which closes at or above its open; −1 for a black one.</summary>
    public readonly int Side => Close >= Open ? 1 : -1;

    public readonly bool IsLong => Body > MeanBody;

    /// <summary>A shadow below a tenth of the usual range is next to none.</summary>
    public readonly double VeryShort => 0.1 * MeanRange10;

    /// <summary>Distances up to a fifth of the usual range are near.</summary>
    public readonly double Near => 0.2 * MeanRange5;

    /// <summary>Distances beyond six tenths of the usual range are far.</summary>
    public readonly double Far => 0.6 * MeanRange5;
}

/// <summary>The last four bars as candles.</summary>
/// <remarks>The periods and factors are the candle settings that TA-Lib starts with (body 10, range 10 and 5).</remarks>
internal readonly struct Candles()
{
    private readonly RollingMean _body = new(10);

    /// <summary>The latest candle and the three before it, youngest first.</summary>
    public struct Memory
    {
        public Candle Last, Second, Third, Fourth;

        /// <summary>Bars seen, up to 1000.</summary>
        public int Count;
    }

    public ref readonly Memory Next(ref StateCursor state, in Bar bar)
    {
        double body = Lag.Next(ref state, _body.Next(ref state, Math.Abs(bar.Close - bar.Open)));
        ReadOnlySpan<double> highs = state.Past(bar).Highs(11), lows = state.Past(bar).Lows(11);
        double range10 = highs.IsEmpty ? double.NaN : Series.Distances(highs[..10], lows) / 10;
        double range5 = highs.IsEmpty ? double.NaN : Series.Distances(highs[5..10], lows[5..]) / 5;
        ref Memory memory = ref state.Take<Memory>();
        (memory.Fourth, memory.Third, memory.Second) = (memory.Third, memory.Second, memory.Last);
        memory.Last = new()
        {
            Open = bar.Open, High = bar.High, Low = bar.Low, Close = bar.Close,
            MeanBody = body, MeanRange10 = range10, MeanRange5 = range5,
        };
        memory.Count = Math.Min(memory.Count + 1, 1000);
        return ref memory;
    }
}
