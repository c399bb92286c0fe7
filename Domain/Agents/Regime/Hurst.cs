using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Regime;

/// <summary>A gate: shrinks the score while returns show no memory, for then neither following nor fading has anything to go by.</summary>
/// <remarks><code>
/// H = Hurst exponent of 100 returns, corrected so that it is 0.5 on average without memory
/// scale = 1 for H ≥ Persistent or H ≤ AntiPersistent;  falls linearly to ScaleWithoutMemory at H = 0.5
/// </code>0.55 and 0.45 are the customary bounds. One estimate has a standard error near 0.1, so that chance alone often leaves
/// the band: hence the gate is mild, and never blocks. Value: H; limit: the bound on its side of 0.5.</remarks>
[Agent("hurst", AgentKind.Regime, Source = "Hurst, Long-Term Storage Capacity of Reservoirs (1951); corrected after Weron, Estimating Long-Range Dependence (2002)")]
public sealed class HurstAgent(HurstAgent.Options options) : IAgent
{
    private static readonly Column Exponent = Column.Named("hurst_100");

    public sealed record Options
    {
        /// <summary>From it on moves tend to go on. Hurst exponent, 0.51…0.9, default 0.55.</summary>
        [Range(0.51, 0.9)] public double Persistent { get; init; } = 0.55;

        /// <summary>Down from it moves tend to turn. Hurst exponent, 0.1…0.49, default 0.45.</summary>
        [Range(0.1, 0.49)] public double AntiPersistent { get; init; } = 0.45;

        /// <summary>Scale at an exponent of 0.5; 1 switches the gate off. Share, 0…1, default 0.7.</summary>
        [Range(0.0, 1.0)] public double ScaleWithoutMemory { get; init; } = 0.7;
    }

    public Vote Evaluate(in MarketView view)
    {
        double exponent = view[Exponent];
        if (double.IsNaN(exponent))
            return Vote.WarmingUp;                                  // scale 1: a young symbol is not held back
        if (exponent >= options.Persistent)
            return Vote.Gate(1, "persistent", exponent, options.Persistent);
        if (exponent <= options.AntiPersistent)
            return Vote.Gate(1, "anti-persistent", exponent, options.AntiPersistent);

        double bound = exponent >= 0.5 ? options.Persistent : options.AntiPersistent;
        double memory = (exponent - 0.5) / (bound - 0.5);           // 0 at one half, 1 at the bound
        return Vote.Gate(options.ScaleWithoutMemory + memory * (1 - options.ScaleWithoutMemory), "no-memory", exponent, bound);
    }
}
