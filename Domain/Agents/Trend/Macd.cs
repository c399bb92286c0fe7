using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Trend;

/// <summary>Follows MACD(12, 26, 9) on its side of the signal line as long as the histogram grows.</summary>
/// <remarks><code>
/// histogram = MACD − signal                             price units
/// buy   histogram &gt; 0 and rising;  sell   histogram &lt; 0 and falling
/// confidence = min(1, |histogram| / (FullHistogramAtr · ATR14)), at least CrossConfidence on the bar of the cross
/// </code>A histogram that shrinks toward 0 abstains: the side still holds, the momentum behind it does not.
/// Value: MACD line; limit: signal line.</remarks>
[Agent("macd", AgentKind.Trend, Source = "Appel, The Moving Average Convergence-Divergence Method (1979)")]
public sealed class MacdAgent(MacdAgent.Options options) : IAgent
{
    private static readonly Column Line = Column.Named("macd_12_26_9");
    private static readonly Column Signal = Column.Named("macd_12_26_9_signal");
    private static readonly Column Histogram = Column.Named("macd_12_26_9_hist");
    private static readonly Column Atr = Column.Named("atr_14");

    public sealed record Options
    {
        /// <summary>Histogram at which confidence is 1. ATRs, 0.01…5, default 0.5.</summary>
        [Range(0.01, 5.0)] public double FullHistogramAtr { get; init; } = 0.5;

        /// <summary>Least confidence on the bar where the line crosses its signal. Share, 0…1, default 0.5.</summary>
        [Range(0.0, 1.0)] public double CrossConfidence { get; init; } = 0.5;
    }

    public Vote Evaluate(in MarketView view)
    {
        double line = view[Line], signal = view[Signal], atr = view[Atr];
        var (histogram, before) = view.LastTwo(Histogram);
        if (double.IsNaN(line + signal + histogram + before + atr))
            return Vote.WarmingUp;

        int side = Math.Sign(histogram);
        if (side == 0)
            return Vote.Abstain("on-signal-line", line, signal);
        if (side * (histogram - before) <= 0)
            return Vote.Abstain("histogram-shrinking", histogram, before);

        double depth = Math.Abs(histogram) / (options.FullHistogramAtr * atr);
        return side * before > 0
            ? Vote.Toward(side, depth, side > 0 ? "histogram-rising" : "histogram-falling", line, signal)
            : Vote.Toward(side, Math.Max(depth, options.CrossConfidence), side > 0 ? "signal-cross-up" : "signal-cross-down", line, signal);
    }
}
