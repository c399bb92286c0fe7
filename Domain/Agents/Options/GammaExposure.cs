using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Options;

/// <summary>Where hedgers are long gamma it fades the move, where they are short it follows it.</summary>
/// <remarks><code>
/// g = gamma exposure / gross exposure, −1…1 (GammaExposure);   z = deviations of the close from its mean of 20 bars
/// direction = −sign(z) for g &gt; 0 (they trade against the move);  sign(z) for g &lt; 0 (they trade with it)
/// confidence = min(1, |g|/FullShare)·min(1, |z|/FullMove)     for |g| ≥ MinShare and |z| ≥ MinMove
/// </code>Thresholds are ours. Value: the spot that parity implies; limit: the spot at which the exposure changes sign, if there is one.</remarks>
[Agent("gamma-exposure", AgentKind.Options, Source = "SqueezeMetrics, The Implied Order Book (2016)")]
public sealed class GammaExposureAgent(GammaExposureAgent.Options options) : IAgent
{
    private static readonly Column Z = Column.Named("bb_20_2_z"), Share = Column.Named("opt_gex_share"), Priced = Column.Named("opt_gex_priced"),
        Spot = Column.Named("opt_spot"), Age = Column.Named("opt_age_hours");

    [MayBeMissing] private static readonly Column Flip = Column.Named("opt_gex_flip"), OpenInterest = Column.Named("opt_oi"), Rate = Column.Named("opt_rate");

    public sealed record Options
    {
        /// <summary>Least exposure. Share of the gross, 0…0.9, default 0.1.</summary>
        [Range(0.0, 0.9)] public double MinShare { get; init; } = 0.1;

        /// <summary>Exposure at which a full move has confidence 1. Share of the gross, 0.1…1, default 0.5.</summary>
        [Range(0.1, 1.0)] public double FullShare { get; init; } = 0.5;

        /// <summary>Least move. Deviations from the mean of 20 bars, 0…2, default 0.5.</summary>
        [Range(0.0, 2.0)] public double MinMove { get; init; } = 0.5;

        /// <summary>Move at which a full exposure has confidence 1. Deviations, 1…5, default 2.</summary>
        [Range(1.0, 5.0)] public double FullMove { get; init; } = 2;

        /// <summary>Least part of the open interest that must have a volatility. Share, 0…1, default 0.5.</summary>
        [Range(0.0, 1.0)] public double MinPriced { get; init; } = 0.5;
    }

    public Vote Evaluate(in MarketView view)
    {
        double share = view[Share], priced = view[Priced], spot = view[Spot], flip = view[Flip], z = view[Z];
        if (double.IsNaN(view[Age]) || double.IsNaN(share) || double.IsNaN(priced) || double.IsNaN(spot))
            return ChainReason.NoExposure(view[Age], view[OpenInterest], view[Rate]);
        if (double.IsNaN(z))
            return Vote.WarmingUp;
        if (priced < options.MinPriced)
            return Vote.Abstain("open-interest-unpriced", priced, options.MinPriced);
        if (Math.Abs(share) < options.MinShare)
            return Vote.Abstain("gamma-balanced", spot, flip);
        if (Math.Abs(z) < options.MinMove)
            return Vote.Abstain("no-move", z, options.MinMove);

        return Vote.Toward(-Math.Sign(share) * Math.Sign(z), Math.Min(1, Math.Abs(share) / options.FullShare) * Math.Min(1, Math.Abs(z) / options.FullMove),
            share > 0 ? "long-gamma-fades-move" : "short-gamma-follows-move", spot, flip);
    }
}
