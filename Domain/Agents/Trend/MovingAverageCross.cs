using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Trend;

/// <summary>Follows the side of SMA50 against SMA200 while the close is on the same side of SMA200.</summary>
/// <remarks><code>
/// gap = SMA50 − SMA200                                  price units
/// buy   gap &gt; 0 and close &gt; SMA200;  sell   gap &lt; 0 and close &lt; SMA200
/// confidence = min(1, |gap| / (FullGapAtr · ATR14)), at least CrossConfidence on the bar of the cross
/// </code>Abstains while price and averages disagree. The averages need no threshold: the pair is the usual "golden cross", the rule
/// family (average against average, price against the 200-bar average) that of the source. Value: SMA50; limit: SMA200.</remarks>
[Agent("moving-average-cross", AgentKind.Trend,
    Source = "Brock, Lakonishok and LeBaron, Simple Technical Trading Rules and the Stochastic Properties of Stock Returns (1992)")]
public sealed class MovingAverageCrossAgent(MovingAverageCrossAgent.Options options) : IAgent
{
    private static readonly Column Fast = Column.Named("sma_50");
    private static readonly Column Slow = Column.Named("sma_200");
    private static readonly Column Atr = Column.Named("atr_14");

    public sealed record Options
    {
        /// <summary>Gap between the averages at which confidence is 1. ATRs, 0.5…50, default 10.</summary>
        [Range(0.5, 50.0)] public double FullGapAtr { get; init; } = 10;

        /// <summary>Least confidence on the bar of the cross, when the gap is still small. Share, 0…1, default 0.5.</summary>
        [Range(0.0, 1.0)] public double CrossConfidence { get; init; } = 0.5;
    }

    public Vote Evaluate(in MarketView view)
    {
        var (fast, fastBefore) = view.LastTwo(Fast);
        var (slow, slowBefore) = view.LastTwo(Slow);
        double gap = fast - slow, gapBefore = fastBefore - slowBefore, atr = view[Atr];
        if (double.IsNaN(gap + gapBefore + atr))
            return Vote.WarmingUp;

        int side = Math.Sign(gap);
        if (side == 0)
            return Vote.Abstain("averages-equal", fast, slow);
        if (Math.Sign(view.Bar.Close - slow) != side)
            return Vote.Abstain("price-against-averages", view.Bar.Close, slow);

        double depth = Math.Abs(gap) / (options.FullGapAtr * atr);
        return Math.Sign(gapBefore) == side
            ? Vote.Toward(side, depth, side > 0 ? "fast-above-slow" : "fast-below-slow", fast, slow)
            : Vote.Toward(side, Math.Max(depth, options.CrossConfidence), side > 0 ? "golden-cross" : "death-cross", fast, slow);
    }
}
