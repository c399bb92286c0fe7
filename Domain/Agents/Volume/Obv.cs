using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Volume;

/// <summary>Follows on-balance volume, and the more so where it runs against the price: volume is held to lead.</summary>
/// <remarks><code>
/// slope = slope of OBV over 20 bars / that of the same volume all rising        −1…1;  price slope likewise
/// buy   slope &gt; Threshold;  sell   slope &lt; −Threshold
/// confidence = min(1, (|slope| − Threshold) / (Full − Threshold)), times ConfirmShare where the price slopes the same way
/// </code>A slope that agrees with the price says little that a trend agent does not; one against it is Granville's early
/// warning. The scale, and with it the thresholds, are ours: where volume and price are random the slope has a standard deviation near 0.3.
/// Value: slope; limit: ±Threshold.</remarks>
[Agent("obv", AgentKind.Volume, Source = "Granville, Granville's New Key to Stock Market Profits (1963)")]
public sealed class ObvAgent(ObvAgent.Options options) : IAgent
{
    private static readonly Column Slope = Column.Named("obv_slope_20");
    private static readonly Column PriceSlope = Column.Named("price_slope_20");
    private static readonly Column Median = Column.Named("volume_median_20");

    public sealed record Options
    {
        /// <summary>Slope beyond which it votes. Share of the steepest, 0…0.5, default 0.3.</summary>
        [Range(0.0, 0.5)] public double Threshold { get; init; } = 0.3;

        /// <summary>Slope at which confidence is 1. Share of the steepest, 0.51…1, default 0.6.</summary>
        [Range(0.51, 1.0)] public double Full { get; init; } = 0.6;

        /// <summary>What confidence is multiplied by where the price slopes the same way. Share, 0.1…1, default 0.5.</summary>
        [Range(0.1, 1.0)] public double ConfirmShare { get; init; } = 0.5;
    }

    public Vote Evaluate(in MarketView view)
    {
        double slope = view[Slope], price = view[PriceSlope], median = view[Median];
        if (median == 0)
            return Vote.Abstain("no-volume");
        if (double.IsNaN(slope + price + median))
            return Vote.WarmingUp;

        double depth = (Math.Abs(slope) - options.Threshold) / (options.Full - options.Threshold);
        double limit = Math.CopySign(options.Threshold, slope);
        if (depth <= 0)
            return Vote.Abstain("obv-level", slope, limit);
        return slope * price > 0
            ? Vote.Toward(Math.Sign(slope), Math.Min(1, depth) * options.ConfirmShare, slope > 0 ? "obv-confirms-rise" : "obv-confirms-fall", slope, limit)
            : Vote.Toward(Math.Sign(slope), depth, slope > 0 ? "obv-rises-alone" : "obv-falls-alone", slope, limit);
    }
}
