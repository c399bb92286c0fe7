using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Trend;

/// <summary>Follows the slope of Kaufman's adaptive average (10, 2, 30) while the price moves efficiently.</summary>
/// <remarks><code>
/// slope = KAMA − KAMA of the bar before                 price units
/// buy   er &gt; MinEfficiency and slope &gt; 0;  sell   er &gt; MinEfficiency and slope &lt; 0
/// confidence = ½ · min(1, (er − MinEfficiency) / (FullEfficiency − MinEfficiency)) + ½ · min(1, |slope| / (FullSlopeAtr · ATR14))
/// </code>The efficiency ratio er is the net move over 10 bars as a share of the path, 0…1; 0.3 is about what a random walk of ten
/// steps reaches, our choice. It takes the place of Kaufman's filter, a share of the standard deviation of the average's changes.
/// Value: er; limit: MinEfficiency.</remarks>
[Agent("kama", AgentKind.Trend, Source = "Kaufman, Smarter Trading (1995)")]
public sealed class KamaAgent(KamaAgent.Options options) : IAgent
{
    private static readonly Column Average = Column.Named("kama_10_2_30");
    private static readonly Column Efficiency = Column.Named("kama_10_2_30_er");
    private static readonly Column Atr = Column.Named("atr_14");

    public sealed record Options
    {
        /// <summary>Efficiency above which the move is more than noise. Share, 0…0.6, default 0.3.</summary>
        [Range(0.0, 0.6)] public double MinEfficiency { get; init; } = 0.3;

        /// <summary>Efficiency at which its half of the confidence is full. Share, 0.61…1, default 0.8.</summary>
        [Range(0.61, 1.0)] public double FullEfficiency { get; init; } = 0.8;

        /// <summary>Slope per bar at which its half of the confidence is full. ATRs, 0.01…2, default 0.3.</summary>
        [Range(0.01, 2.0)] public double FullSlopeAtr { get; init; } = 0.3;
    }

    public Vote Evaluate(in MarketView view)
    {
        var (average, before) = view.LastTwo(Average);
        double efficiency = view[Efficiency], slope = average - before, atr = view[Atr];
        if (double.IsNaN(efficiency + slope + atr))
            return Vote.WarmingUp;
        if (efficiency <= options.MinEfficiency)
            return Vote.Abstain("inefficient", efficiency, options.MinEfficiency);

        int side = Math.Sign(slope);
        if (side == 0)
            return Vote.Abstain("no-slope", efficiency, options.MinEfficiency);

        double clarity = Math.Min(1, (efficiency - options.MinEfficiency) / (options.FullEfficiency - options.MinEfficiency));
        double speed = Math.Min(1, Math.Abs(slope) / (options.FullSlopeAtr * atr));
        return Vote.Toward(side, (clarity + speed) / 2, side > 0 ? "rising-efficiently" : "falling-efficiently", efficiency, options.MinEfficiency);
    }
}
