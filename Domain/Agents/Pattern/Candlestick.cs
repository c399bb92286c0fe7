using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Pattern;

/// <summary>Takes a candlestick pattern that turns against the trend before it: bullish after a decline, bearish after an advance.</summary>
/// <remarks><code>
/// found      one of the 12 patterns of CandlePatterns, bullish or bearish
/// trend      cdl_trend_3_6 before the pattern: at least MinTrend, against the pattern's direction
/// confidence = weight · (1 + min(1, (H − L) / ATR14)) / 2, the weight by the number of candles
/// </code>The trend is the one that ends before a pattern of one or two candles, and with the first candle of one of three. When several
/// patterns end at one bar the one of the largest weight speaks. Nison asks for a trend and leaves its measure open: Caginalp and Laurent's
/// at most one step of six against it is 2/3. Weights are ours, below what other agents reach, for what patterns foretell is disputed.
/// Value: trend; limit: the bound that it passed, with its sign.</remarks>
[Agent("candlestick", AgentKind.Pattern, Source = "Nison, Japanese Candlestick Charting Techniques (1991); trend: Caginalp and Laurent, The Predictive Power of Price Patterns (1998)")]
public sealed class CandlestickAgent(CandlestickAgent.Options options) : IAgent
{
    private static readonly Column Trend = Column.Named("cdl_trend_3_6");
    private static readonly Column Atr = Column.Named("atr_14");
    private static readonly Column Engulfing = Column.Named("cdl_engulfing");
    private static readonly Column Harami = Column.Named("cdl_harami");
    private static readonly Column Hammer = Column.Named("cdl_hammer");
    private static readonly Column HangingMan = Column.Named("cdl_hanging_man");
    private static readonly Column InvertedHammer = Column.Named("cdl_inverted_hammer");
    private static readonly Column ShootingStar = Column.Named("cdl_shooting_star");
    private static readonly Column Piercing = Column.Named("cdl_piercing");
    private static readonly Column DarkCloud = Column.Named("cdl_dark_cloud");
    private static readonly Column MorningStar = Column.Named("cdl_morning_star");
    private static readonly Column EveningStar = Column.Named("cdl_evening_star");
    private static readonly Column WhiteSoldiers = Column.Named("cdl_white_soldiers");
    private static readonly Column BlackCrows = Column.Named("cdl_black_crows");

    private readonly record struct Shape(Column Column, int Candles, string Bullish, string Bearish);

    /// <summary>From the most candles to the fewest: the first that was found speaks.</summary>
    private static readonly Shape[] s_shapes =
    [
        new(MorningStar, 3, "morning-star", ""),
        new(EveningStar, 3, "", "evening-star"),
        new(WhiteSoldiers, 3, "three-white-soldiers", ""),
        new(BlackCrows, 3, "", "three-black-crows"),
        new(Engulfing, 2, "bullish-engulfing", "bearish-engulfing"),
        new(Piercing, 2, "piercing-line", ""),
        new(DarkCloud, 2, "", "dark-cloud-cover"),
        new(Harami, 2, "bullish-harami", "bearish-harami"),
        new(Hammer, 1, "hammer", ""),
        new(HangingMan, 1, "", "hanging-man"),
        new(InvertedHammer, 1, "inverted-hammer", ""),
        new(ShootingStar, 1, "", "shooting-star"),
    ];

    public sealed record Options
    {
        /// <summary>Least trend that a pattern can end. Share of steps up less share down, 0.05…1, default 0.66.</summary>
        [Range(0.05, 1.0)] public double MinTrend { get; init; } = 0.66;

        /// <summary>Most confidence of a pattern of one candle. Share, 0…1, default 0.3.</summary>
        [Range(0.0, 1.0)] public double OneCandle { get; init; } = 0.3;

        /// <summary>Most confidence of a pattern of two candles. Share, 0…1, default 0.45.</summary>
        [Range(0.0, 1.0)] public double TwoCandles { get; init; } = 0.45;

        /// <summary>Most confidence of a pattern of three candles. Share, 0…1, default 0.6.</summary>
        [Range(0.0, 1.0)] public double ThreeCandles { get; init; } = 0.6;
    }

    public Vote Evaluate(in MarketView view)
    {
        var (trendBefore, trendBeforeThat) = view.LastTwo(Trend);
        double atr = view[Atr], missing = trendBefore + trendBeforeThat + atr;
        foreach (ref readonly Shape shape in s_shapes.AsSpan())
            missing += view[shape.Column];
        if (double.IsNaN(missing))
            return Vote.WarmingUp;

        bool found = false;
        foreach (ref readonly Shape shape in s_shapes.AsSpan())
        {
            double side = view[shape.Column], trend = shape.Candles == 1 ? trendBefore : trendBeforeThat;
            found |= side != 0;
            if (-side * trend >= options.MinTrend)
                return Vote.Toward(side, Weight(shape.Candles) * (1 + Math.Min(1, (view.Bar.High - view.Bar.Low) / atr)) / 2,
                    side > 0 ? shape.Bullish : shape.Bearish, trend, -side * options.MinTrend);
        }
        return Vote.Abstain(found ? "pattern-without-trend" : "no-pattern", trendBefore, Math.CopySign(options.MinTrend, trendBefore));
    }

    private double Weight(int candles) => candles switch { 1 => options.OneCandle, 2 => options.TwoCandles, _ => options.ThreeCandles };
}
