using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Options;

/// <summary>Sells when puts are unusually dear against calls, and buys when they are unusually cheap.</summary>
/// <remarks><code>
/// skew = (IV of the 25-delta put − IV of the 25-delta call) / IV at the money, 30 days ahead;   z over the 60 days before
/// sell   z ≥ MinZ;   buy   z ≤ −MinZ;   confidence = |z|/FullZ
/// </code>Those who know of bad news buy puts first. Thresholds are ours. Value: z; limit: ±MinZ.</remarks>
[Agent("skew-25", AgentKind.Options,
    Source = "after Xing, Zhang and Zhao, What Does the Individual Option Volatility Smirk Tell Us About Future Equity Returns? (2010)")]
public sealed class Skew25Agent(Skew25Agent.Options options) : IAgent
{
    private static readonly Column Z = Column.Named("opt_skew_25_z_60"), Age = Column.Named("opt_age_hours");

    [MayBeMissing] private static readonly Column Skew = Column.Named("opt_skew_25"), Rate = Column.Named("opt_rate"), Days = Column.Named("opt_history_days");

    public sealed record Options
    {
        /// <summary>Least distance from the mean. Deviations over 60 days, 0.5…5, default 1.5.</summary>
        [Range(0.5, 5.0)] public double MinZ { get; init; } = 1.5;

        /// <summary>Distance at which the confidence is 1. Deviations, 1…10, default 4.</summary>
        [Range(1.0, 10.0)] public double FullZ { get; init; } = 4;
    }

    public Vote Evaluate(in MarketView view)
    {
        double z = view[Z];
        if (double.IsNaN(view[Age]) || double.IsNaN(z))
            return ChainReason.NoHistory(view[Age], view[Rate], view[Skew], view[Days], OptionColumns.ZScoreDays + 1);
        double limit = z < 0 ? -options.MinZ : options.MinZ;
        return Math.Abs(z) < options.MinZ
            ? Vote.Abstain("skew-ordinary", z, limit)
            : Vote.Toward(-Math.Sign(z), Math.Abs(z) / options.FullZ, z > 0 ? "skew-steep" : "skew-flat", z, limit);
    }
}
