using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Volume;

/// <summary>Votes on the bar at which the accumulation and distribution line's momentum changes its sign.</summary>
/// <remarks><code>
/// osc = EMA(ADL, 3) − EMA(ADL, 10)
/// buy   osc &gt; 0 and osc₋₁ ≤ 0;  sell   osc &lt; 0 and osc₋₁ ≥ 0
/// confidence = min(1, |osc − osc₋₁| / (FullStep · median of volume over 20 bars))
/// </code>Value: osc; limit: the zero line.</remarks>
[Agent("chaikin-oscillator", AgentKind.Volume, Source = "Chaikin, Chaikin Oscillator, as in Achelis, Technical Analysis from A to Z (1995)")]
public sealed class ChaikinOscillatorAgent(ChaikinOscillatorAgent.Options options) : IAgent
{
    private static readonly Column Oscillator = Column.Named("chaikin_3_10");
    private static readonly Column Median = Column.Named("volume_median_20");

    public sealed record Options
    {
        /// <summary>Change over the bar at which a cross has confidence 1. Medians of volume over 20 bars, 0.01…10, default 0.8.</summary>
        [Range(0.01, 10.0)] public double FullStep { get; init; } = 0.8;
    }

    public Vote Evaluate(in MarketView view)
    {
        double median = view[Median];
        var (now, before) = view.LastTwo(Oscillator);
        if (median == 0)
            return Vote.Abstain("no-volume");
        if (double.IsNaN(now + before + median))
            return Vote.WarmingUp;

        double confidence = Math.Abs(now - before) / (options.FullStep * median);
        if (now > 0 && before <= 0)
            return Vote.Buy(confidence, "crossed-above-zero", now, 0);
        return now < 0 && before >= 0
            ? Vote.Sell(confidence, "crossed-below-zero", now, 0)
            : Vote.Abstain("no-cross", now, 0);
    }
}
