using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Momentum;

/// <summary>Takes %K's cross of %D where %D is extreme, and holds it until %D has left the zone.</summary>
/// <remarks><code>
/// buy   %D &lt; Oversold and %K &gt; %D;  sell   %D &gt; Overbought and %K &lt; %D
/// confidence = min(1, points of %D beyond the zone's edge / FullDepth), at least CrossConfidence on the bar of the cross
/// </code>Stochastic(14, 3, 3), points 0…100; 20 and 80 are Lane's. %D, not %K, must be in the zone: %K leaves it with the very cross.
/// Value: %D; limit: the zone's edge.</remarks>
[Agent("stochastic", AgentKind.Momentum, Source = "Lane, Lane's Stochastics (1984)")]
public sealed class StochasticAgent(StochasticAgent.Options options) : IAgent
{
    private static readonly Column K = Column.Named("stoch_14_3_3_k");
    private static readonly Column D = Column.Named("stoch_14_3_3_d");

    public sealed record Options
    {
        /// <summary>%D below it is oversold. Points, 1…50, default 20.</summary>
        [Range(1.0, 50.0)] public double Oversold { get; init; } = 20;

        /// <summary>%D above it is overbought. Points, 50…99, default 80.</summary>
        [Range(50.0, 99.0)] public double Overbought { get; init; } = 80;

        /// <summary>Depth of %D in the zone at which confidence is 1. Points, 1…50, default 15.</summary>
        [Range(1.0, 50.0)] public double FullDepth { get; init; } = 15;

        /// <summary>Least confidence on the bar of the cross. Share, 0…1, default 0.5.</summary>
        [Range(0.0, 1.0)] public double CrossConfidence { get; init; } = 0.5;
    }

    public Vote Evaluate(in MarketView view)
    {
        var (k, kBefore) = view.LastTwo(K);
        var (d, dBefore) = view.LastTwo(D);
        if (double.IsNaN(k + d + kBefore + dBefore))
            return Vote.WarmingUp;

        int side = d < options.Oversold ? 1 : d > options.Overbought ? -1 : 0;
        double edge = d < 50 ? options.Oversold : options.Overbought;
        if (side == 0)
            return Vote.Abstain("inside-zones", d, edge);
        if (side * (k - d) <= 0)
            return Vote.Abstain(side > 0 ? "oversold-not-turning" : "overbought-not-turning", d, edge);

        double depth = side * (edge - d) / options.FullDepth;
        return side * (kBefore - dBefore) > 0
            ? Vote.Toward(side, depth, side > 0 ? "oversold-turning-up" : "overbought-turning-down", d, edge)
            : Vote.Toward(side, Math.Max(depth, options.CrossConfidence), side > 0 ? "oversold-cross-up" : "overbought-cross-down", d, edge);
    }
}
