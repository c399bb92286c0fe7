using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Volume;

/// <summary>Votes on the bar at which the Klinger oscillator crosses its signal line.</summary>
/// <remarks><code>
/// d = KVO(34, 55) − EMA(KVO, 13)
/// buy   d &gt; 0 and d₋₁ ≤ 0;  sell   d &lt; 0 and d₋₁ ≥ 0
/// confidence = min(1, |d − d₋₁| / (FullStep · 100 · median of volume over 20 bars))
/// </code>KVO counts hundreds of volume, hence the 100. Value: KVO; limit: its signal line.</remarks>
[Agent("klinger", AgentKind.Volume, Source = "Klinger, Identifying Trends with Volume Analysis (1997)")]
public sealed class KlingerAgent(KlingerAgent.Options options) : IAgent
{
    private static readonly Column Oscillator = Column.Named("kvo_34_55_13");
    private static readonly Column Signal = Column.Named("kvo_34_55_13_signal");
    private static readonly Column Median = Column.Named("volume_median_20");

    public sealed record Options
    {
        /// <summary>Change of the difference over the bar at which a cross has confidence 1. Medians of volume over 20 bars, 0.001…1, default 0.06.</summary>
        [Range(0.001, 1.0)] public double FullStep { get; init; } = 0.06;
    }

    public Vote Evaluate(in MarketView view)
    {
        double median = view[Median];
        var (oscillator, oscillatorBefore) = view.LastTwo(Oscillator);
        var (signal, signalBefore) = view.LastTwo(Signal);
        double now = oscillator - signal, before = oscillatorBefore - signalBefore;
        if (median == 0)
            return Vote.Abstain("no-volume");
        if (double.IsNaN(now + before + median))
            return Vote.WarmingUp;

        double confidence = Math.Abs(now - before) / (options.FullStep * 100 * median);
        if (now > 0 && before <= 0)
            return Vote.Buy(confidence, "crossed-above-signal", oscillator, signal);
        return now < 0 && before >= 0
            ? Vote.Sell(confidence, "crossed-below-signal", oscillator, signal)
            : Vote.Abstain("no-cross", oscillator, signal);
    }
}
