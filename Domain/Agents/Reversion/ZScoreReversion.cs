using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Reversion;

/// <summary>Fades a close far from its mean, where distances from the mean have lately faded by themselves.</summary>
/// <remarks><code>
/// z = (C − mean) / σ over 60 closes;  half-life = −ln 2 / λ,  λ the slope of ΔC on C₋₁ over the same bars
/// buy   z &lt; −Threshold and half-life &lt; MaxHalfLife;  sell   z &gt; Threshold and half-life &lt; MaxHalfLife
/// confidence = min(1, (|z| − Threshold) / (Full − Threshold))
/// </code>The half-life keeps it out of trends, in which a far close only goes further. It is no proof of reversion: measured over 60
/// bars, that of a random walk is near 8. Value: z; limit: ±Threshold, or the half-life and its limit where that is why it abstains.</remarks>
[Agent("zscore-reversion", AgentKind.Reversion, Source = "Chan, Algorithmic Trading: Winning Strategies and Their Rationale (2013)")]
public sealed class ZScoreReversionAgent(ZScoreReversionAgent.Options options) : IAgent
{
    private static readonly Column Score = Column.Named("zscore_60");
    private static readonly Column HalfLife = Column.Named("ar1_60_halflife");

    public sealed record Options
    {
        /// <summary>Distance beyond which it votes. Standard deviations, 1…3, default 2.</summary>
        [Range(1.0, 3.0)] public double Threshold { get; init; } = 2;

        /// <summary>Distance at which confidence is 1. Standard deviations, 3.1…8, default 3.5.</summary>
        [Range(3.1, 8.0)] public double Full { get; init; } = 3.5;

        /// <summary>Distances that take this long to halve do not revert. Bars, 1…500, default 30.</summary>
        [Range(1.0, 500.0)] public double MaxHalfLife { get; init; } = 30;
    }

    public Vote Evaluate(in MarketView view)
    {
        double score = view[Score], halfLife = view[HalfLife];
        if (double.IsNaN(score + halfLife))
            return Vote.WarmingUp;

        double limit = Math.CopySign(options.Threshold, score);
        double depth = (Math.Abs(score) - options.Threshold) / (options.Full - options.Threshold);
        if (depth <= 0)
            return Vote.Abstain("near-mean", score, limit);
        return halfLife < options.MaxHalfLife
            ? Vote.Toward(-Math.Sign(score), depth, score < 0 ? "far-below-mean" : "far-above-mean", score, limit)
            : Vote.Abstain("not-reverting", halfLife, options.MaxHalfLife);
    }
}
