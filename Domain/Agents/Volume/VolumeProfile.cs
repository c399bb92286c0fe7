using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Volume;

/// <summary>Follows prices that are accepted outside the area where most volume traded, and fades those that are rejected there.</summary>
/// <remarks><code>
/// area = VAL…VAH, 70 % of the volume of 60 bars;  p = (C − VAL) / (VAH − VAL)
/// accepted   p &gt; 1 at this bar and the one before: buy;  p &lt; 0 at both: sell       confidence = min(1, distance outside / FullDistance)
/// rejected   high above VAH, or p &gt; 1 at the bar before, and p back in 0…1: sell    confidence = min(1, depth inside / FullReturn)
///            low below VAL, or p &lt; 0 at the bar before, and p back in 0…1: buy      distances and depths in heights of the area
/// </code>Both sides rejected in one bar say nothing. Two closes for acceptance are our choice. Value: C; limit: VAH or VAL.</remarks>
[Agent("volume-profile", AgentKind.Volume, Source = "Steidlmayer and Koy, Markets and Market Logic (1986)")]
public sealed class VolumeProfileAgent(VolumeProfileAgent.Options options) : IAgent
{
    private static readonly Column AreaHigh = Column.Named("vp_vah");
    private static readonly Column AreaLow = Column.Named("vp_val");
    private static readonly Column Position = Column.Named("vp_position");
    private static readonly Column Median = Column.Named("volume_median_20");

    public sealed record Options
    {
        /// <summary>Distance outside the area at which acceptance has confidence 1. Heights of the area, 0.1…10, default 1.</summary>
        [Range(0.1, 10.0)] public double FullDistance { get; init; } = 1;

        /// <summary>Depth inside the area at which rejection has confidence 1. Heights of the area, 0.05…1, default 0.5.</summary>
        [Range(0.05, 1.0)] public double FullReturn { get; init; } = 0.5;
    }

    public Vote Evaluate(in MarketView view)
    {
        double high = view[AreaHigh], low = view[AreaLow], median = view[Median];
        var (position, before) = view.LastTwo(Position);
        if (median == 0)
            return Vote.Abstain("no-volume");
        if (double.IsNaN(high + low + position + before + median))
            return Vote.WarmingUp;
        if (high <= low)
            return Vote.Abstain("no-range");

        Bar bar = view.Bar;
        if (position > 1)
            return before > 1
                ? Vote.Buy((position - 1) / options.FullDistance, "accepted-above-area", bar.Close, high)
                : Vote.Abstain("above-area-unconfirmed", bar.Close, high);
        if (position < 0)
            return before < 0
                ? Vote.Sell(-position / options.FullDistance, "accepted-below-area", bar.Close, low)
                : Vote.Abstain("below-area-unconfirmed", bar.Close, low);

        bool above = bar.High > high || before > 1, below = bar.Low < low || before < 0;
        if (above == below)
            return above ? Vote.Abstain("rejected-on-both-sides", bar.Close, high) : Vote.Abstain("inside-area", bar.Close, high);
        return above
            ? Vote.Sell((1 - position) / options.FullReturn, "rejected-above-area", bar.Close, high)
            : Vote.Buy(position / options.FullReturn, "rejected-below-area", bar.Close, low);
    }
}
