using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Universe;

namespace GoldenSignals.Domain.Agents.Market;

/// <summary>Goes with the market as a whole when most symbols lie on the same side of their average and breadth still gains on that side.</summary>
/// <remarks><code>
/// share ≥ High and McClellan &gt; 0: buy;  share ≤ 1 − High and McClellan &lt; 0: sell
/// confidence = ½·min(1, |share − ½| / ½) + ½·min(1, |McClellan| / FullOscillator)
/// </code>share: of the symbols above their SMA of 50 bars; the oscillator is McClellan's on ratio-adjusted advances. Asking both for the
/// same side is ours. Every symbol of the universe gets the same vote. Value: the share; limit: the threshold on its side.</remarks>
[Agent("market-breadth", AgentKind.Market, Source = "McClellan and McClellan, Patterns for Profit: the McClellan Oscillator (1970), devised in 1969")]
public sealed class MarketBreadthAgent(MarketBreadthAgent.Options options) : IAgent
{
    private static readonly Column Count = Column.Named("uni_count");
    private static readonly Column AboveSma50 = Column.Named("uni_above_sma50");
    private static readonly Column McClellan = Column.Named("uni_mcclellan");

    public sealed record Options
    {
        /// <summary>Share of symbols on one side that makes a market broad. Share, 0.5…0.95, default 0.6.</summary>
        [Range(0.5, 0.95)] public double High { get; init; } = 0.6;

        /// <summary>|McClellan| that counts in full. Ratio-adjusted points, 1…500, default 100.</summary>
        [Range(1.0, 500.0)] public double FullOscillator { get; init; } = 100;
    }

    public Vote Evaluate(in MarketView view)
    {
        double count = view[Count], share = view[AboveSma50], oscillator = view[McClellan];
        if (UniverseSilence.Of(count) is { } silence)
            return silence;
        if (double.IsNaN(share + oscillator))
            return Vote.WarmingUp;

        double limit = share >= 0.5 ? options.High : 1 - options.High;
        double confidence = 0.5 * Math.Min(1, 2 * Math.Abs(share - 0.5)) + 0.5 * Math.Min(1, Math.Abs(oscillator) / options.FullOscillator);
        if (share >= options.High && oscillator > 0)
            return Vote.Buy(confidence, "broad-advance", share, limit);
        if (share <= 1 - options.High && oscillator < 0)
            return Vote.Sell(confidence, "broad-decline", share, limit);
        return Vote.Abstain("mixed-breadth", share, limit);
    }
}
