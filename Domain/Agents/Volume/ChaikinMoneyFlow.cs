using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Volume;

/// <summary>Follows the money: buys accumulation, sells distribution over 20 bars.</summary>
/// <remarks><code>
/// CMF = Σ volume · ((C − L) − (H − C)) / (H − L)  /  Σ volume         −1…1
/// buy   CMF &gt; Threshold;  sell   CMF &lt; −Threshold
/// confidence = min(1, (|CMF| − Threshold) / (Full − Threshold))
/// </code>0.05 is the customary dead band around Chaikin's zero line, 0.25 what he calls strong. Value: CMF; limit: ±Threshold.</remarks>
[Agent("chaikin-money-flow", AgentKind.Volume, Source = "Chaikin, Chaikin Money Flow (1980s)")]
public sealed class ChaikinMoneyFlowAgent(ChaikinMoneyFlowAgent.Options options) : IAgent
{
    private static readonly Column Flow = Column.Named("cmf_20");
    private static readonly Column Median = Column.Named("volume_median_20");

    public sealed record Options
    {
        /// <summary>Flow beyond which it votes. CMF, 0…0.2, default 0.05.</summary>
        [Range(0.0, 0.2)] public double Threshold { get; init; } = 0.05;

        /// <summary>Flow at which confidence is 1. CMF, 0.21…1, default 0.25.</summary>
        [Range(0.21, 1.0)] public double Full { get; init; } = 0.25;
    }

    public Vote Evaluate(in MarketView view)
    {
        double flow = view[Flow], median = view[Median];
        if (median == 0)                                            // most bars without volume: the sums rest on a few
            return Vote.Abstain("no-volume");
        if (double.IsNaN(flow + median))
            return Vote.WarmingUp;

        double depth = (Math.Abs(flow) - options.Threshold) / (options.Full - options.Threshold);
        double limit = Math.CopySign(options.Threshold, flow);
        return depth > 0
            ? Vote.Toward(Math.Sign(flow), depth, flow > 0 ? "accumulation" : "distribution", flow, limit)
            : Vote.Abstain("flow-balanced", flow, limit);
    }
}
