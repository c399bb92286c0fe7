using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Reversion;

/// <summary>Fades ConnorsRSI(3, 2, 100) beyond its bands at once: it looks for a snap back within days, not for a turn.</summary>
/// <remarks><code>
/// buy   CRSI &lt; Oversold;  sell   CRSI &gt; Overbought
/// confidence = min(1, points beyond the band / FullDepth)
/// </code>Points, 0…100; 10 and 90, our choice, each hold about one bar in forty. The source's trades also ask for a trend and enter
/// below the close; here other agents speak for the trend. Value: CRSI; limit: the band.</remarks>
[Agent("connors-rsi", AgentKind.Reversion, Source = "Connors and Alvarez, An Introduction to ConnorsRSI (2012)")]
public sealed class ConnorsRsiAgent(ConnorsRsiAgent.Options options) : IAgent
{
    private static readonly Column Connors = Column.Named("connorsrsi_3_2_100");

    public sealed record Options
    {
        /// <summary>Below it the market is oversold. Points, 1…50, default 10.</summary>
        [Range(1.0, 50.0)] public double Oversold { get; init; } = 10;

        /// <summary>Above it the market is overbought. Points, 50…99, default 90.</summary>
        [Range(50.0, 99.0)] public double Overbought { get; init; } = 90;

        /// <summary>Depth beyond the band at which confidence is 1. Points, 1…50, default 7.5.</summary>
        [Range(1.0, 50.0)] public double FullDepth { get; init; } = 7.5;
    }

    public Vote Evaluate(in MarketView view)
    {
        double connors = view[Connors];
        return double.IsNaN(connors) ? Vote.WarmingUp
            : connors < options.Oversold ? Vote.Buy((options.Oversold - connors) / options.FullDepth, "oversold", connors, options.Oversold)
            : connors > options.Overbought ? Vote.Sell((connors - options.Overbought) / options.FullDepth, "overbought", connors, options.Overbought)
            : Vote.Abstain("inside-bands", connors, connors < 50 ? options.Oversold : options.Overbought);
    }
}
