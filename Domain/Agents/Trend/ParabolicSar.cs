using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Trend;

/// <summary>Follows the side of the close against Wilder's parabolic stop (0.02, 0.2), most surely on the bar of a reversal.</summary>
/// <remarks><code>
/// buy   close &gt; SAR;  sell   close &lt; SAR
/// confidence = min(1, |close − SAR| / (FullDistanceAtr · ATR14)), at least FlipConfidence on the bar of the flip
/// </code>The distance is the room that is left before the system reverses. A stop that moved away from the close has just flipped: within
/// a trend it retreats only on the bar after an outside bar that reversed it, one flip in a hundred or fewer.
/// Value: close; limit: SAR.</remarks>
[Agent("parabolic-sar", AgentKind.Trend, Source = "Wilder, New Concepts in Technical Trading Systems (1978)")]
public sealed class ParabolicSarAgent(ParabolicSarAgent.Options options) : IAgent
{
    private static readonly Column Sar = Column.Named("psar_0.02_0.2");
    private static readonly Column Atr = Column.Named("atr_14");

    public sealed record Options
    {
        /// <summary>Distance of the close from the stop at which confidence is 1. ATRs, 0.5…20, default 5.</summary>
        [Range(0.5, 20.0)] public double FullDistanceAtr { get; init; } = 5;

        /// <summary>Least confidence on the bar of a flip. Share, 0…1, default 0.5.</summary>
        [Range(0.0, 1.0)] public double FlipConfidence { get; init; } = 0.5;
    }

    public Vote Evaluate(in MarketView view)
    {
        double close = view.Bar.Close, atr = view[Atr];
        var (sar, before) = view.LastTwo(Sar);
        if (double.IsNaN(sar + before + atr))
            return Vote.WarmingUp;

        int side = Math.Sign(close - sar);
        if (side == 0)
            return Vote.Abstain("on-the-stop", close, sar);

        double distance = Math.Abs(close - sar) / (options.FullDistanceAtr * atr);
        bool flipped = side * (sar - before) < 0;
        return flipped
            ? Vote.Toward(side, Math.Max(distance, options.FlipConfidence), side > 0 ? "flip-up" : "flip-down", close, sar)
            : Vote.Toward(side, distance, side > 0 ? "above-stop" : "below-stop", close, sar);
    }
}
