using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Momentum;

/// <summary>Fades the RSI beyond its bands once it turns back.</summary>
/// <remarks><code>
/// buy   RSI14 &lt; Oversold and rising;  sell   RSI14 &gt; Overbought and falling
/// confidence = min(1, points beyond the band / FullDepth)
/// </code>RSI points, 0…100; 30 and 70 are Wilder's. The turn keeps it from fading a move that still runs.
/// Value: RSI; limit: the band.</remarks>
[Agent("rsi", AgentKind.Momentum, Source = "Wilder, New Concepts in Technical Trading Systems (1978)")]
public sealed class RsiAgent(RsiAgent.Options options) : IAgent
{
    private static readonly Column Rsi14 = Column.Named("rsi_14");

    public sealed record Options
    {
        /// <summary>Below it the market is oversold. RSI points, 1…50, default 30.</summary>
        [Range(1.0, 50.0)] public double Oversold { get; init; } = 30;

        /// <summary>Above it the market is overbought. RSI points, 50…99, default 70.</summary>
        [Range(50.0, 99.0)] public double Overbought { get; init; } = 70;

        /// <summary>Depth beyond the band at which confidence is 1. RSI points, 1…50, default 15.</summary>
        [Range(1.0, 50.0)] public double FullDepth { get; init; } = 15;
    }

    public Vote Evaluate(in MarketView view)
    {
        var (rsi, before) = view.LastTwo(Rsi14);
        if (double.IsNaN(rsi + before))
            return Vote.WarmingUp;
        if (rsi < options.Oversold)
            return rsi > before
                ? Vote.Buy((options.Oversold - rsi) / options.FullDepth, "oversold-turning-up", rsi, options.Oversold)
                : Vote.Abstain("oversold-not-turning", rsi, options.Oversold);
        if (rsi > options.Overbought)
            return rsi < before
                ? Vote.Sell((rsi - options.Overbought) / options.FullDepth, "overbought-turning-down", rsi, options.Overbought)
                : Vote.Abstain("overbought-not-turning", rsi, options.Overbought);
        return Vote.Abstain("inside-bands", rsi, rsi < 50 ? options.Oversold : options.Overbought);
    }
}
