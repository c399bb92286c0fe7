using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Momentum;

/// <summary>Follows the fresher extreme: new highs while Aroon(25) up leads, new lows while it is Aroon down.</summary>
/// <remarks><code>
/// buy   up &gt; down and up ≥ Strong;  sell   down &gt; up and down ≥ Strong
/// confidence = |up − down| / 100, at least CrossConfidence on the bar where the two cross
/// </code>Points, 0 (extreme 25 bars ago)…100 (this bar); 70 is Chande's for a strong trend, an extreme of the last 7 bars. With neither
/// line there, the market consolidates. Value: up − down; limit: ±Strong.</remarks>
[Agent("aroon", AgentKind.Momentum, Source = "Chande, A Time Price Oscillator (1995)")]
public sealed class AroonAgent(AroonAgent.Options options) : IAgent
{
    private static readonly Column Up = Column.Named("aroon_25_up");
    private static readonly Column Down = Column.Named("aroon_25_down");

    public sealed record Options
    {
        /// <summary>Least value of the leading line. Points, 50…100, default 70.</summary>
        [Range(50.0, 100.0)] public double Strong { get; init; } = 70;

        /// <summary>Least confidence on the bar where the lines cross. Share, 0…1, default 0.3.</summary>
        [Range(0.0, 1.0)] public double CrossConfidence { get; init; } = 0.3;
    }

    public Vote Evaluate(in MarketView view)
    {
        var (up, upBefore) = view.LastTwo(Up);
        var (down, downBefore) = view.LastTwo(Down);
        double lead = up - down, before = upBefore - downBefore;
        if (double.IsNaN(lead + before))
            return Vote.WarmingUp;

        int side = Math.Sign(lead);
        if (side == 0)
            return Vote.Abstain("lines-equal", lead, options.Strong);
        double limit = side * options.Strong;
        if (Math.Max(up, down) < options.Strong)
            return Vote.Abstain("consolidating", lead, limit);

        double confidence = Math.Abs(lead) / 100;
        return Math.Sign(before) == side
            ? Vote.Toward(side, confidence, side > 0 ? "highs-fresher" : "lows-fresher", lead, limit)
            : Vote.Toward(side, Math.Max(confidence, options.CrossConfidence), side > 0 ? "aroon-cross-up" : "aroon-cross-down", lead, limit);
    }
}
