using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Options;

/// <summary>Buys when calls are dearer than parity with puts allows, and sells when puts are.</summary>
/// <remarks><code>
/// gap = call − put beyond the bounds of parity and beyond the spread, as a share of the spot (ParityGap);   American contracts: bounds
/// buy   gap &gt; MinGap;   sell   gap &lt; −MinGap;   confidence = |gap|/FullGap
/// </code>Thresholds are ours. Value: gap; limit: ±MinGap.</remarks>
[Agent("put-call-parity", AgentKind.Options,
    Source = "Cremers and Weinbaum, Deviations from Put-Call Parity and Stock Return Predictability (2010)")]
public sealed class PutCallParityAgent(PutCallParityAgent.Options options) : IAgent
{
    private static readonly Column Gap = Column.Named("opt_parity_gap"), Age = Column.Named("opt_age_hours");

    [MayBeMissing] private static readonly Column Rate = Column.Named("opt_rate"), Spot = Column.Named("opt_spot");

    public sealed record Options
    {
        /// <summary>Least gap beyond bounds and spread. Share of the spot, 0…0.01, default 0.0002.</summary>
        [Range(0.0, 0.01)] public double MinGap { get; init; } = 0.0002;

        /// <summary>Gap at which the confidence is 1. Share of the spot, 0.0005…0.1, default 0.005.</summary>
        [Range(0.0005, 0.1)] public double FullGap { get; init; } = 0.005;
    }

    public Vote Evaluate(in MarketView view)
    {
        double gap = view[Gap];
        if (double.IsNaN(view[Age]) || double.IsNaN(gap))
            return double.IsNaN(view[Age]) || double.IsNaN(view[Rate]) || double.IsNaN(view[Spot])
                ? ChainReason.NoVolatility(view[Age], view[Rate])
                : Vote.Abstain("no-second-expiry-or-dividend-yield");
        double limit = gap < 0 ? -options.MinGap : options.MinGap;
        return Math.Abs(gap) <= options.MinGap
            ? Vote.Abstain("parity-holds", gap, limit)
            : Vote.Toward(Math.Sign(gap), Math.Abs(gap) / options.FullGap, gap > 0 ? "calls-dear" : "puts-dear", gap, limit);
    }
}
