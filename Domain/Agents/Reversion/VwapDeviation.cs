using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Reversion;

/// <summary>Fades a close far from the session's volume-weighted average price, and else follows the way that average goes.</summary>
/// <remarks><code>
/// z = (C − VWAP) / σ of the session's prices;  slope = change of VWAP over 20 bars of the session, in σ
/// buy   z &lt; −Threshold;  sell   z &gt; Threshold          confidence = min(1, (|z| − Threshold) / (Full − Threshold))
/// else  buy   slope &gt; MinSlope;  sell   slope &lt; −MinSlope  confidence = FollowShare · min(1, (|slope| − MinSlope) / (FullSlope − MinSlope))
/// </code>Desks that are measured against VWAP buy below it and sell above it, which is what pulls prices back; their paper set the
/// measure, the thresholds are ours. Sessions are UTC days, so bars of a day or longer have none. Value: z or slope; limit: its threshold.</remarks>
[Agent("vwap-deviation", AgentKind.Reversion, Source = "Berkowitz, Logue and Noser, The Total Cost of Transactions on the NYSE (1988)")]
public sealed class VwapDeviationAgent(VwapDeviationAgent.Options options) : IAgent
{
    private static readonly Column Deviation = Column.Named("vwap_dev");
    private static readonly Column Slope = Column.Named("vwap_slope_20");
    private static readonly Column Median = Column.Named("volume_median_20");

    public sealed record Options
    {
        /// <summary>Distance beyond which it fades. Standard deviations of the session, 1…3, default 2.</summary>
        [Range(1.0, 3.0)] public double Threshold { get; init; } = 2;

        /// <summary>Distance at which a fade has confidence 1. Standard deviations of the session, 3.1…8, default 3.5.</summary>
        [Range(3.1, 8.0)] public double Full { get; init; } = 3.5;

        /// <summary>Change of VWAP beyond which it follows. Standard deviations of the session in 20 bars, 0…0.5, default 0.1.</summary>
        [Range(0.0, 0.5)] public double MinSlope { get; init; } = 0.1;

        /// <summary>Change of VWAP at which following is surest. Standard deviations of the session in 20 bars, 0.51…5, default 0.6.</summary>
        [Range(0.51, 5.0)] public double FullSlope { get; init; } = 0.6;

        /// <summary>Confidence of the surest following; 0 only fades. Share, 0…1, default 0.5.</summary>
        [Range(0.0, 1.0)] public double FollowShare { get; init; } = 0.5;
    }

    public Vote Evaluate(in MarketView view)
    {
        if (view.Interval >= TimeSpan.FromDays(1))
            return Vote.Abstain("no-session");
        double deviation = view[Deviation], slope = view[Slope], median = view[Median];
        if (median == 0)
            return Vote.Abstain("no-volume");
        if (double.IsNaN(deviation + slope + median))
            return Vote.WarmingUp;

        double depth = (Math.Abs(deviation) - options.Threshold) / (options.Full - options.Threshold);
        if (depth > 0)
            return Vote.Toward(-Math.Sign(deviation), depth, deviation < 0 ? "far-below-vwap" : "far-above-vwap",
                deviation, Math.CopySign(options.Threshold, deviation));

        double pace = (Math.Abs(slope) - options.MinSlope) / (options.FullSlope - options.MinSlope);
        double limit = Math.CopySign(options.MinSlope, slope);
        return pace > 0 && options.FollowShare > 0
            ? Vote.Toward(Math.Sign(slope), options.FollowShare * Math.Min(1, pace), slope > 0 ? "vwap-rising" : "vwap-falling", slope, limit)
            : Vote.Abstain("near-vwap", slope, limit);
    }
}
