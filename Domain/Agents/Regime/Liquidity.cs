using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Regime;

/// <summary>A gate: shrinks the score while the symbol trades thinner than it used to, when a fill costs more than the signal is worth.</summary>
/// <remarks><code>
/// p = mean of two percentiles among the 126 values before: Amihud's illiquidity and Corwin and Schultz's spread, 20 bars each      0…1
///     without volume the spread's alone, which needs highs and lows only
/// scale = 1 for p ≤ High;  falls linearly to ScaleAtWorst at 1
/// </code>Relative to the symbol's own past, as costs between symbols differ by orders of magnitude. Thresholds are ours. Value: p; limit: High.</remarks>
[Agent("liquidity", AgentKind.Regime,
    Source = "Amihud, Illiquidity and Stock Returns (2002); Corwin and Schultz, A Simple Way to Estimate Bid-Ask Spreads (2012)")]
public sealed class LiquidityAgent(LiquidityAgent.Options options) : IAgent
{
    private static readonly Column Illiquidity = Column.Named("amihud_20_rank_126");
    private static readonly Column Spread = Column.Named("corwin_schultz_20_rank_126");
    private static readonly Column Median = Column.Named("volume_median_20");

    public sealed record Options
    {
        /// <summary>Percentile above which the score shrinks. Share of the 126 values before, 0.5…0.95, default 0.8.</summary>
        [Range(0.5, 0.95)] public double High { get; init; } = 0.8;

        /// <summary>Scale where it never was thinner; 1 switches the gate off. Share, 0…1, default 0.4.</summary>
        [Range(0.0, 1.0)] public double ScaleAtWorst { get; init; } = 0.4;
    }

    public Vote Evaluate(in MarketView view)
    {
        double spread = view[Spread], median = view[Median], illiquidity = view[Illiquidity];
        if (double.IsNaN(spread + median + illiquidity))
            return Vote.WarmingUp;                                  // scale 1: a young symbol is not held back

        double rank = median == 0 ? spread : (illiquidity + spread) / 2;
        double depth = Math.Max(0, rank - options.High) / (1 - options.High);
        return Vote.Gate(1 - depth * (1 - options.ScaleAtWorst), depth > 0 ? "illiquid" : "liquid", rank, options.High);
    }
}
