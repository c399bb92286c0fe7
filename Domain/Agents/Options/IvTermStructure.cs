using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Options;

/// <summary>Sells when the near volatility is above the far one, which is stress, and buys when it is well below.</summary>
/// <remarks><code>
/// ratio = IV30/IV90;   sell   ratio &gt; Stress;   buy   ratio &lt; Calm;   confidence = distance beyond the threshold / FullDistance
/// </code>Stress at 1 is the usual mark; the calm threshold is ours. Value: ratio; limit: the threshold.</remarks>
[Agent("iv-term-structure", AgentKind.Options,
    Source = "Mixon, The Implied Volatility Term Structure of Stock Index Options (2007)")]
public sealed class IvTermStructureAgent(IvTermStructureAgent.Options options) : IAgent
{
    private static readonly Column Ratio = Column.Named("opt_iv_30_90"), Age = Column.Named("opt_age_hours");

    [MayBeMissing] private static readonly Column Rate = Column.Named("opt_rate");

    public sealed record Options
    {
        /// <summary>Ratio above which there is stress. IV30/IV90, 0.95…1.5, default 1.</summary>
        [Range(0.95, 1.5)] public double Stress { get; init; } = 1;

        /// <summary>Ratio below which there is calm. IV30/IV90, 0.5…0.95, default 0.92.</summary>
        [Range(0.5, 0.95)] public double Calm { get; init; } = 0.92;

        /// <summary>Distance beyond a threshold at which the confidence is 1. IV30/IV90, 0.01…1, default 0.2.</summary>
        [Range(0.01, 1.0)] public double FullDistance { get; init; } = 0.2;
    }

    public Vote Evaluate(in MarketView view)
    {
        double ratio = view[Ratio];
        if (double.IsNaN(view[Age]) || double.IsNaN(ratio))
            return ChainReason.NoVolatility(view[Age], view[Rate]);
        if (ratio > options.Stress)
            return Vote.Sell((ratio - options.Stress) / options.FullDistance, "term-structure-inverted", ratio, options.Stress);
        if (ratio < options.Calm)
            return Vote.Buy((options.Calm - ratio) / options.FullDistance, "term-structure-steep", ratio, options.Calm);
        return Vote.Abstain("term-structure-ordinary", ratio, options.Stress);
    }
}
