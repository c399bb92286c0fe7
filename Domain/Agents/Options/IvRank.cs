using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Options;

/// <summary>Buys when implied volatility is high for the year, that is when fear is, and sells when it is low.</summary>
/// <remarks><code>
/// rank = 100·(IV30 − min)/(max − min) over 252 days;   percentile = share of these days that were below
/// buy   rank ≥ High and percentile ≥ High;   sell   rank ≤ Low and percentile ≤ Low
/// confidence = depth of the rank beyond the threshold, 0.2 at it, 1 at the end of the scale
/// </code>The percentile must agree, since one spike a year ago makes every rank low. Thresholds are ours. Value: rank; limit: the threshold.</remarks>
[Agent("iv-rank", AgentKind.Options, Source = "Giot, Relationships between Implied Volatility Indexes and Stock Index Returns (2005)")]
public sealed class IvRankAgent(IvRankAgent.Options options) : IAgent
{
    private static readonly Column Rank = Column.Named("opt_iv_rank_252"), Percentile = Column.Named("opt_iv_percentile_252"), Age = Column.Named("opt_age_hours");

    [MayBeMissing] private static readonly Column Iv30 = Column.Named("opt_iv_30"), Rate = Column.Named("opt_rate"), Days = Column.Named("opt_history_days");

    public sealed record Options
    {
        /// <summary>Rank and percentile from which fear is high. Points, 51…99, default 80.</summary>
        [Range(51.0, 99.0)] public double High { get; init; } = 80;

        /// <summary>Rank and percentile up to which nobody is afraid. Points, 1…49, default 10.</summary>
        [Range(1.0, 49.0)] public double Low { get; init; } = 10;
    }

    public Vote Evaluate(in MarketView view)
    {
        double rank = view[Rank], percentile = view[Percentile];
        if (double.IsNaN(view[Age]) || double.IsNaN(rank) || double.IsNaN(percentile))
            return ChainReason.NoHistory(view[Age], view[Rate], view[Iv30], view[Days], 252);
        if (rank >= options.High && percentile >= options.High)
            return Vote.Buy(0.2 + 0.8 * (rank - options.High) / (100 - options.High), "implied-volatility-high", rank, options.High);
        if (rank <= options.Low && percentile <= options.Low)
            return Vote.Sell(0.2 + 0.8 * (options.Low - rank) / options.Low, "implied-volatility-low", rank, options.Low);
        return Vote.Abstain("implied-volatility-ordinary", rank, rank > 50 ? options.High : options.Low);
    }
}
