using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Volume;

/// <summary>Follows a bar of unusual volume toward the end of its range at which it closed.</summary>
/// <remarks><code>
/// ratio = volume / median of volume over 20 bars, this one included;  location = (2C − H − L) / (H − L)      −1…1
/// buy   ratio ≥ MinRatio and location &gt; 0;  sell   ratio ≥ MinRatio and location &lt; 0
/// confidence = |location| · min(1, ratio / FullRatio)
/// </code>2.5 medians is our choice: the median does not follow the spike as the mean does. Value: ratio; limit: MinRatio.</remarks>
[Agent("volume-spike", AgentKind.Volume,
    Source = "Karpoff, The Relation between Price Changes and Trading Volume (1987); close location after Chaikin")]
public sealed class VolumeSpikeAgent(VolumeSpikeAgent.Options options) : IAgent
{
    private static readonly Column Median = Column.Named("volume_median_20");

    public sealed record Options
    {
        /// <summary>Least volume. Medians of 20 bars, 1…10, default 2.5.</summary>
        [Range(1.0, 10.0)] public double MinRatio { get; init; } = 2.5;

        /// <summary>Volume at which a close at the very end of the range has confidence 1. Medians of 20 bars, 1…50, default 4.</summary>
        [Range(1.0, 50.0)] public double FullRatio { get; init; } = 4;
    }

    public Vote Evaluate(in MarketView view)
    {
        double median = view[Median];
        if (double.IsNaN(median))
            return Vote.WarmingUp;
        if (median == 0)
            return Vote.Abstain("no-volume");

        Bar bar = view.Bar;
        double ratio = bar.Volume / median;
        if (ratio < options.MinRatio)
            return Vote.Abstain("volume-ordinary", ratio, options.MinRatio);

        double up = bar.Close - bar.Low, down = bar.High - bar.Close;
        if (up == down)                                             // also a bar without range
            return Vote.Abstain("close-at-mid-range", ratio, options.MinRatio);

        double location = (up - down) / (up + down);
        return Vote.Toward(Math.Sign(location), Math.Abs(location) * Math.Min(1, ratio / options.FullRatio),
            location > 0 ? "spike-closed-high" : "spike-closed-low", ratio, options.MinRatio);
    }
}
