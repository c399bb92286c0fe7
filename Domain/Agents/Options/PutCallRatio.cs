using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Options;

/// <summary>Against the crowd: buys when unusually many puts are traded for each call, and sells when unusually few are.</summary>
/// <remarks><code>
/// z of ln(put volume / call volume) over the 60 days before;   buy   z &gt; MinZ;   sell   z &lt; −MinZ;   confidence = |z|/FullZ
/// </code>Volume without its side cannot tell who knows something; its extremes tell the mood. The logarithm makes twice as
/// many and half as many equally far. Value: z; limit: ±MinZ.</remarks>
[Agent("put-call-ratio", AgentKind.Options,
    Source = "after Simon and Wiggins, S&P Futures Returns and Contrary Sentiment Indicators (2001)")]
public sealed class PutCallRatioAgent(PutCallRatioAgent.Options options) : IAgent
{
    private static readonly Column Z = Column.Named("opt_put_call_z_60"), Age = Column.Named("opt_age_hours");

    [MayBeMissing] private static readonly Column Ratio = Column.Named("opt_put_call_volume"), Rate = Column.Named("opt_rate"), Days = Column.Named("opt_history_days");

    public sealed record Options
    {
        /// <summary>Distance beyond which the mood is extreme. Deviations over 60 days, 0.5…5, default 2.</summary>
        [Range(0.5, 5.0)] public double MinZ { get; init; } = 2;

        /// <summary>Distance at which the confidence is 1. Deviations, 1…10, default 4.</summary>
        [Range(1.0, 10.0)] public double FullZ { get; init; } = 4;
    }

    public Vote Evaluate(in MarketView view)
    {
        double z = view[Z];
        if (double.IsNaN(view[Age]) || double.IsNaN(z))
            return !double.IsNaN(view[Age]) && double.IsNaN(view[Ratio])
                ? Vote.Abstain("no-volume")
                : ChainReason.NoHistory(view[Age], view[Rate], view[Ratio], view[Days], OptionColumns.ZScoreDays + 1);
        double limit = z < 0 ? -options.MinZ : options.MinZ;
        return Math.Abs(z) <= options.MinZ
            ? Vote.Abstain("put-call-ratio-ordinary", z, limit)
            : Vote.Toward(Math.Sign(z), Math.Abs(z) / options.FullZ, z > 0 ? "puts-crowded" : "calls-crowded", z, limit);
    }
}
