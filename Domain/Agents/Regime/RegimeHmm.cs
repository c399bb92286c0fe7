using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Regime;

/// <summary>A gate: shrinks the score by the filtered probability that the market is in its turbulent regime.</summary>
/// <remarks><code>
/// scale = 1 − P(turbulent)·(1 − ScaleInTurbulence);  reason: the regime of the largest probability
/// </code>The expected scale when a calm and a normal market have scale 1: no threshold at which it jumps. The regimes are the
/// states of a hidden Markov model, see <see cref="Hmm"/>; the turbulent one is not merely wide, its mean return was negative where
/// it was fitted. The scale is ours. Value: P(turbulent); limit: ½, above which turbulence is the likelier.</remarks>
[Agent("regime-hmm", AgentKind.Regime,
    Source = "Hamilton, A New Approach to the Economic Analysis of Nonstationary Time Series and the Business Cycle (1989)")]
public sealed class RegimeHmmAgent(RegimeHmmAgent.Options options) : IAgent
{
    private static readonly Column Calm = Column.Named("hmm_3_calm");
    private static readonly Column Normal = Column.Named("hmm_3_normal");
    private static readonly Column Turbulent = Column.Named("hmm_3_turbulent");

    public sealed record Options
    {
        /// <summary>Scale when turbulence is certain; 1 never shrinks. Share, 0…1, default 0.4.</summary>
        [Range(0.0, 1.0)] public double ScaleInTurbulence { get; init; } = 0.4;
    }

    public Vote Evaluate(in MarketView view)
    {
        double calm = view[Calm], normal = view[Normal], turbulent = view[Turbulent];
        if (double.IsNaN(calm + normal + turbulent))
            return Vote.WarmingUp;
        string reason = turbulent > Math.Max(calm, normal) ? "regime-turbulent" : calm > normal ? "regime-calm" : "regime-normal";
        return Vote.Gate(1 - turbulent * (1 - options.ScaleInTurbulence), reason, turbulent, 0.5);
    }
}
