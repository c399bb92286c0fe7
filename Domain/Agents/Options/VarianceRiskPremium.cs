using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Options;

/// <summary>Buys when insurance against variance is dear against what happened, and sells when it is sold too cheap.</summary>
/// <remarks><code>
/// premium = IV30² − RV30²;   share = premium/IV30²;   RV30 over the 30 calendar days before, from the chains' own spots
/// buy   share ≥ Rich;   sell   share ≤ Poor;   confidence: the distance beyond the threshold / FullDistance
/// </code>IV30 is that at the money, not the price of a variance swap. A rich premium goes before rising prices (Bollerslev, Tauchen and Zhou,
/// Expected Stock Returns and Variance Risk Premia, 2009). Thresholds are ours. Value: premium in variance a year; limit: the threshold's.</remarks>
[Agent("variance-risk-premium", AgentKind.Options, Source = "Carr and Wu, Variance Risk Premiums (2009)")]
public sealed class VarianceRiskPremiumAgent(VarianceRiskPremiumAgent.Options options) : IAgent
{
    private static readonly Column Implied = Column.Named("opt_iv_30"), Realised = Column.Named("opt_rv_30"), Age = Column.Named("opt_age_hours");

    [MayBeMissing] private static readonly Column Rate = Column.Named("opt_rate"), Days = Column.Named("opt_history_days");

    public sealed record Options
    {
        /// <summary>Premium from which insurance is dear. Share of IV30², 0…0.9, default 0.4.</summary>
        [Range(0.0, 0.9)] public double Rich { get; init; } = 0.4;

        /// <summary>Premium up to which it is sold too cheap. Share of IV30², −5…0.2, default 0.</summary>
        [Range(-5.0, 0.2)] public double Poor { get; init; } = 0;

        /// <summary>Distance beyond a threshold at which the confidence is 1. Share of IV30², 0.1…5, default 0.8.</summary>
        [Range(0.1, 5.0)] public double FullDistance { get; init; } = 0.8;
    }

    public Vote Evaluate(in MarketView view)
    {
        double implied = view[Implied] * view[Implied], realised = view[Realised] * view[Realised];
        if (double.IsNaN(view[Age]) || double.IsNaN(implied) || double.IsNaN(realised))
            return ChainReason.NoHistory(view[Age], view[Rate], implied, view[Days], 16);
        double premium = implied - realised, share = premium / implied;
        if (share >= options.Rich)
            return Vote.Buy((share - options.Rich) / options.FullDistance, "variance-premium-rich", premium, options.Rich * implied);
        if (share <= options.Poor)
            return Vote.Sell((options.Poor - share) / options.FullDistance, "variance-premium-negative", premium, options.Poor * implied);
        return Vote.Abstain("variance-premium-ordinary", premium, options.Rich * implied);
    }
}
