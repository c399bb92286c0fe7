using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Momentum;

/// <summary>Takes the Stochastic RSI's move back through its signal line where that line is extreme.</summary>
/// <remarks><code>
/// buy   signal &lt; Oversold and line &gt; signal;  sell   signal &gt; Overbought and line &lt; signal
/// confidence = min(1, points of the signal beyond the zone's edge / FullDepth), at least CrossConfidence on the bar of the cross
/// </code>StochRSI(14, 14, 3, 1), points 0…100; 20 and 80 are the source's. The line is not smoothed and often rests at 0 or 100 for
/// bars: its average over 3, the signal, tells whether it was there for long. Value: signal; limit: the zone's edge.</remarks>
[Agent("stoch-rsi", AgentKind.Momentum, Source = "Chande and Kroll, The New Technical Trader (1994)")]
public sealed class StochRsiAgent(StochRsiAgent.Options options) : IAgent
{
    private static readonly Column Line = Column.Named("stochrsi_14_14_3_1");
    private static readonly Column Signal = Column.Named("stochrsi_14_14_3_1_signal");

    public sealed record Options
    {
        /// <summary>A signal below it is oversold. Points, 1…50, default 20.</summary>
        [Range(1.0, 50.0)] public double Oversold { get; init; } = 20;

        /// <summary>A signal above it is overbought. Points, 50…99, default 80.</summary>
        [Range(50.0, 99.0)] public double Overbought { get; init; } = 80;

        /// <summary>Depth of the signal in the zone at which confidence is 1. Points, 1…50, default 20.</summary>
        [Range(1.0, 50.0)] public double FullDepth { get; init; } = 20;

        /// <summary>Least confidence on the bar of the cross. Share, 0…1, default 0.5.</summary>
        [Range(0.0, 1.0)] public double CrossConfidence { get; init; } = 0.5;
    }

    public Vote Evaluate(in MarketView view)
    {
        var (line, lineBefore) = view.LastTwo(Line);
        var (signal, signalBefore) = view.LastTwo(Signal);
        if (double.IsNaN(line + signal + lineBefore + signalBefore))
            return Vote.WarmingUp;

        int side = signal < options.Oversold ? 1 : signal > options.Overbought ? -1 : 0;
        double edge = signal < 50 ? options.Oversold : options.Overbought;
        if (side == 0)
            return Vote.Abstain("inside-zones", signal, edge);
        if (side * (line - signal) <= 0)
            return Vote.Abstain(side > 0 ? "oversold-not-turning" : "overbought-not-turning", signal, edge);

        double depth = side * (edge - signal) / options.FullDepth;
        return side * (lineBefore - signalBefore) > 0
            ? Vote.Toward(side, depth, side > 0 ? "oversold-turning-up" : "overbought-turning-down", signal, edge)
            : Vote.Toward(side, Math.Max(depth, options.CrossConfidence), side > 0 ? "oversold-cross-up" : "overbought-cross-down", signal, edge);
    }
}
