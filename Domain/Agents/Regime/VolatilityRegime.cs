using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Regime;

/// <summary>A gate: shrinks the score while volatility is high for the symbol, and blocks it while it is extreme.</summary>
/// <remarks><code>
/// p = share of the 252 values before it that lie below the Yang-Zhang volatility of 20 bars      0…1
/// scale = 1 for p ≤ High;  falls linearly to ScaleAtExtreme at Extreme;  0 for p &gt; Extreme
/// </code>Relative to the symbol's own year, so that one setting serves a bond and a coin. Thresholds are ours; scaling exposure
/// down when volatility is high follows Moreira and Muir, Volatility-Managed Portfolios (2017). Value: p; limit: the threshold passed.</remarks>
[Agent("volatility-regime", AgentKind.Regime,
    Source = "Yang and Zhang, Drift-Independent Volatility Estimation Based on High, Low, Open, and Close Prices (2000)")]
public sealed class VolatilityRegimeAgent(VolatilityRegimeAgent.Options options) : IAgent
{
    private static readonly Column Rank = Column.Named("yang_zhang_20_rank_252");

    public sealed record Options
    {
        /// <summary>Percentile above which the score shrinks. Share of the 252 values before, 0.5…0.95, default 0.8.</summary>
        [Range(0.5, 0.95)] public double High { get; init; } = 0.8;

        /// <summary>Percentile above which the score is blocked; 1 never blocks. Share of the 252 values before, 0.96…1, default 0.99.</summary>
        [Range(0.96, 1.0)] public double Extreme { get; init; } = 0.99;

        /// <summary>Scale just short of a block. Share, 0…1, default 0.4.</summary>
        [Range(0.0, 1.0)] public double ScaleAtExtreme { get; init; } = 0.4;
    }

    public Vote Evaluate(in MarketView view)
    {
        double rank = view[Rank];
        if (double.IsNaN(rank))
            return Vote.WarmingUp;                                  // scale 1: a young symbol is not held back
        if (rank > options.Extreme)
            return Vote.Gate(0, "volatility-extreme", rank, options.Extreme);
        if (rank <= options.High)
            return Vote.Gate(1, "volatility-normal", rank, options.High);

        double depth = (rank - options.High) / (options.Extreme - options.High);
        return Vote.Gate(1 - depth * (1 - options.ScaleAtExtreme), "volatility-high", rank, options.High);
    }
}
