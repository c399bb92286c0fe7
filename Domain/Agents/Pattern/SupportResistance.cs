using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Pattern;

/// <summary>Buys a bar that turns up from a level where the price has turned before, sells one that turns down from it, and follows a close through it.</summary>
/// <remarks><code>
/// level      at least 3 of the last 16 turning points within 0.5 ATR (PriceLevels)
/// break      close beyond the level that the bar before was short of, by more than BreakAtr · ATR14:
///            follows, confidence = strength · min(1, distance / ATR14)
/// bounce     low within NearAtr · ATR14 of the support below the close, or beneath it, and the close in the upper half of the bar:
///            buys, confidence = strength · (2 · (C − L) / (H − L) − 1); resistance alike
/// strength   = (touches − 2) / (FullTouches − 2), at most 1
/// </code>A bar that reaches support and resistance both says nothing. Value: close; limit: the level.</remarks>
[Agent("support-resistance", AgentKind.Pattern, Source = "Edwards and Magee, Technical Analysis of Stock Trends (1948)")]
public sealed class SupportResistanceAgent(SupportResistanceAgent.Options options) : IAgent
{
    private static readonly Column Support = Column.Named("levels_5_16_0.5_3_support");
    private static readonly Column SupportTouches = Column.Named("levels_5_16_0.5_3_support_touches");
    private static readonly Column Resistance = Column.Named("levels_5_16_0.5_3_resistance");
    private static readonly Column ResistanceTouches = Column.Named("levels_5_16_0.5_3_resistance_touches");
    private static readonly Column Atr = Column.Named("atr_14");

    public sealed record Options
    {
        /// <summary>Margin that a close must lie beyond a level to break it. ATRs, 0…5, default 0.5.</summary>
        [Range(0.0, 5.0)] public double BreakAtr { get; init; } = 0.5;

        /// <summary>How near a bar must come to a level to bounce from it. ATRs, 0…2, default 0.25.</summary>
        [Range(0.0, 2.0)] public double NearAtr { get; init; } = 0.25;

        /// <summary>Touches that give a level its full strength. Count, 3…16, default 6.</summary>
        [Range(3, 16)] public int FullTouches { get; init; } = 6;
    }

    public Vote Evaluate(in MarketView view)
    {
        var (support, supportBefore) = view.LastTwo(Support);
        var (supportTouches, supportTouchesBefore) = view.LastTwo(SupportTouches);
        var (resistance, resistanceBefore) = view.LastTwo(Resistance);
        var (resistanceTouches, resistanceTouchesBefore) = view.LastTwo(ResistanceTouches);
        double atr = view[Atr], margin = options.BreakAtr * atr, reach = options.NearAtr * atr;
        if (double.IsNaN(support + supportTouches + resistance + resistanceTouches + atr)
            || double.IsNaN(supportBefore + supportTouchesBefore + resistanceBefore + resistanceTouchesBefore))
            return Vote.WarmingUp;

        var (_, _, high, low, close, _) = view.Bar;
        if (resistanceTouchesBefore > 0 && close > resistanceBefore + margin)
            return Vote.Buy(Strength(resistanceTouchesBefore) * Math.Min(1, (close - resistanceBefore) / atr), "resistance-broken", close, resistanceBefore);
        if (supportTouchesBefore > 0 && close < supportBefore - margin)
            return Vote.Sell(Strength(supportTouchesBefore) * Math.Min(1, (supportBefore - close) / atr), "support-broken", close, supportBefore);

        bool atSupport = supportTouches > 0 && low <= support + reach, atResistance = resistanceTouches > 0 && high >= resistance - reach;
        if (atSupport && atResistance)
            return Vote.Abstain("between-two-levels", close, support);
        double location = high > low ? (2 * close - high - low) / (high - low) : 0;
        if (atSupport)
            return location > 0 ? Vote.Buy(Strength(supportTouches) * location, "bounce-from-support", close, support)
                : Vote.Abstain("support-under-test", close, support);
        if (atResistance)
            return location < 0 ? Vote.Sell(Strength(resistanceTouches) * -location, "bounce-from-resistance", close, resistance)
                : Vote.Abstain("resistance-under-test", close, resistance);
        return supportTouches + resistanceTouches > 0 ? Vote.Abstain("away-from-levels", close, supportTouches > 0 ? support : resistance)
            : Vote.Abstain("no-levels");
    }

    private double Strength(double touches) => Math.Min(1, (touches - 2) / (options.FullTouches - 2));
}
