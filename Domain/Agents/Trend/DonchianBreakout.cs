using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Trend;

/// <summary>Follows a close beyond the extreme of the 20 or 55 bars before; a close beyond the 10-bar extreme only leaves the other side.</summary>
/// <remarks><code>
/// beyond the 55- or 20-bar channel   direction ±1, confidence = floor + (1 − floor) · min(1, |close − edge20| / (FullBreakAtr · ATR14))
/// beyond the 10-bar channel only     direction ±ExitDirection, confidence = ExitConfidence
/// </code>floor = Confidence55 or Confidence20. The channels hold prior bars only, so a close can lie beyond them. The rules enter when
/// the price touches the edge; a vote is made at the close, so the close must lie beyond it. Whoever follows the rules is out
/// after a 10-bar break, not reversed: hence the smaller direction. Value: close; limit: the edge that was broken.</remarks>
[Agent("donchian-breakout", AgentKind.Trend, Source = "Dennis and Eckhardt, the Turtle rules (1983), in Faith, Way of the Turtle (2007)")]
public sealed class DonchianBreakoutAgent(DonchianBreakoutAgent.Options options) : IAgent
{
    private static readonly Column Upper10 = Column.Named("donchian_10_upper");
    private static readonly Column Lower10 = Column.Named("donchian_10_lower");
    private static readonly Column Upper20 = Column.Named("donchian_20_upper");
    private static readonly Column Lower20 = Column.Named("donchian_20_lower");
    private static readonly Column Upper55 = Column.Named("donchian_55_upper");
    private static readonly Column Lower55 = Column.Named("donchian_55_lower");
    private static readonly Column Atr = Column.Named("atr_14");

    public sealed record Options
    {
        /// <summary>Distance beyond the 20-bar edge at which confidence is 1. ATRs, 0.1…10, default 2.</summary>
        [Range(0.1, 10.0)] public double FullBreakAtr { get; init; } = 2;

        /// <summary>Confidence right at a break of 20 bars. Share, 0…0.5, default 0.4.</summary>
        [Range(0.0, 0.5)] public double Confidence20 { get; init; } = 0.4;

        /// <summary>Confidence right at a break of 55 bars. Share, 0.5…1, default 0.6.</summary>
        [Range(0.5, 1.0)] public double Confidence55 { get; init; } = 0.6;

        /// <summary>Direction of an exit, without sign. 0…1, default 0.5.</summary>
        [Range(0.0, 1.0)] public double ExitDirection { get; init; } = 0.5;

        /// <summary>Confidence of an exit; 0 leaves exits out. Share, 0…1, default 0.3.</summary>
        [Range(0.0, 1.0)] public double ExitConfidence { get; init; } = 0.3;
    }

    public Vote Evaluate(in MarketView view)
    {
        double close = view.Bar.Close, atr = view[Atr];
        double upper10 = view[Upper10], upper20 = view[Upper20], upper55 = view[Upper55];
        double lower10 = view[Lower10], lower20 = view[Lower20], lower55 = view[Lower55];
        if (double.IsNaN(upper10 + upper20 + upper55 + lower10 + lower20 + lower55 + atr))
            return Vote.WarmingUp;

        return close > upper20 ? Entry(1, upper20, upper55)
            : close < lower20 ? Entry(-1, lower20, lower55)
            : close > upper10 ? Vote.Toward(options.ExitDirection, options.ExitConfidence, "exit-short-10", close, upper10)
            : close < lower10 ? Vote.Toward(-options.ExitDirection, options.ExitConfidence, "exit-long-10", close, lower10)
            : Vote.Abstain("inside-channel", close, close * 2 > upper20 + lower20 ? upper20 : lower20);

        Vote Entry(int side, double edge20, double edge55)
        {
            bool beyond55 = side * (close - edge55) > 0;
            double floor = beyond55 ? options.Confidence55 : options.Confidence20;
            double depth = Math.Min(1, Math.Abs(close - edge20) / (options.FullBreakAtr * atr));
            string reason = beyond55 ? side > 0 ? "break-up-55" : "break-down-55" : side > 0 ? "break-up-20" : "break-down-20";
            return Vote.Toward(side, floor + (1 - floor) * depth, reason, close, beyond55 ? edge55 : edge20);
        }
    }
}
