using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Trend;

/// <summary>Follows the side of the close against the Supertrend(10, 3) line, its trailing stop.</summary>
/// <remarks><code>
/// buy   close &gt; line;  sell   close &lt; line
/// confidence = min(1, |close − line| / (FullDistanceAtr · ATR14))
/// </code>A flip needs no premium: the line starts about 3 ATR away on its new side. Value: close; limit: the line.</remarks>
[Agent("supertrend", AgentKind.Trend, Source = "Seban, Supertrend (no dated publication); 10 bars and 3 ATR are its usual parameters")]
public sealed class SupertrendAgent(SupertrendAgent.Options options) : IAgent
{
    private static readonly Column Line = Column.Named("supertrend_10_3");
    private static readonly Column Atr = Column.Named("atr_14");

    public sealed record Options
    {
        /// <summary>Distance of the close from the line at which confidence is 1. ATRs, 0.5…20, default 5.</summary>
        [Range(0.5, 20.0)] public double FullDistanceAtr { get; init; } = 5;
    }

    public Vote Evaluate(in MarketView view)
    {
        double line = view[Line], close = view.Bar.Close, atr = view[Atr];
        if (double.IsNaN(line + atr))
            return Vote.WarmingUp;

        int side = Math.Sign(close - line);
        return side == 0
            ? Vote.Abstain("on-the-line", close, line)
            : Vote.Toward(side, Math.Abs(close - line) / (options.FullDistanceAtr * atr), side > 0 ? "above-line" : "below-line", close, line);
    }
}
