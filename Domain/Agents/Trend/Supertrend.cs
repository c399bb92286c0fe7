using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Trend;

/// <summary>Follows the side of the close against the Supertrend(10, 3) line, its trailing stop.</summary>
/// <remarks><code>
/// buy   close &gt; line;  sell   close &lt; line
/// confidence = min(1, |close − line| / (FullDistanceAtr · ATR14)), at least FlipConfidence on the bar where the line changes sides
/// </code>The line only ratchets toward the price while it keeps its side. So a line above the close that rose, or below it that
/// fell, has just flipped; the close of the bar before is not needed to see it. Value: close; limit: the line.</remarks>
[Agent("supertrend", AgentKind.Trend, Source = "Seban, Supertrend (no dated publication); 10 bars and 3 ATR are its usual parameters")]
public sealed class SupertrendAgent(SupertrendAgent.Options options) : IAgent
{
    private static readonly Column Line = Column.Named("supertrend_10_3");
    private static readonly Column Atr = Column.Named("atr_14");

    public sealed record Options
    {
        /// <summary>Distance of the close from the line at which confidence is 1. ATRs, 0.5…20, default 5.</summary>
        [Range(0.5, 20.0)] public double FullDistanceAtr { get; init; } = 5;

        /// <summary>Least confidence on the bar of a flip. Share, 0…1, default 0.5.</summary>
        [Range(0.0, 1.0)] public double FlipConfidence { get; init; } = 0.5;
    }

    public Vote Evaluate(in MarketView view)
    {
        var (line, before) = view.LastTwo(Line);
        double close = view.Bar.Close, atr = view[Atr];
        if (double.IsNaN(line + before + atr))
            return Vote.WarmingUp;

        int side = Math.Sign(close - line);
        if (side == 0)
            return Vote.Abstain("on-the-line", close, line);

        double depth = Math.Abs(close - line) / (options.FullDistanceAtr * atr);
        return Math.Sign(before - line) == side
            ? Vote.Toward(side, Math.Max(depth, options.FlipConfidence), side > 0 ? "flip-up" : "flip-down", close, line)
            : Vote.Toward(side, depth, side > 0 ? "above-line" : "below-line", close, line);
    }
}
