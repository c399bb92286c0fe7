using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Trend;

/// <summary>Follows the sign of the return over 252 bars without the last 21, measured in the volatility of that time.</summary>
/// <remarks><code>
/// z = (C₋₂₁ / C₋₂₅₂ − 1) / (σ · √231);  σ = exponentially weighted deviation of one bar's return, centre of mass 60 bars
/// buy   z &gt; MinSigmas;  sell   z &lt; −MinSigmas
/// confidence = min(1, (|z| − MinSigmas) / (FullSigmas − MinSigmas))
/// </code>On daily bars a year without its last month, which tends to reverse (Jegadeesh and Titman 1993). The source takes the sign and
/// divides the position by σ; here σ divides the return, so that a quiet, steady year weighs more than a wild one, and the dead
/// band and full scale are ours. Value: z; limit: ±MinSigmas.</remarks>
[Agent("time-series-momentum", AgentKind.Trend, Source = "Moskowitz, Ooi and Pedersen, Time Series Momentum (2012)")]
public sealed class TimeSeriesMomentumAgent(TimeSeriesMomentumAgent.Options options) : IAgent
{
    private const double BarsOfReturn = 252 - 21;

    private static readonly Column Return = Column.Named("roc_252_21");
    private static readonly Column Volatility = Column.Named("ewma_vol_60");

    public sealed record Options
    {
        /// <summary>Return within which there is no momentum. Standard deviations, 0…0.5, default 0.1.</summary>
        [Range(0.0, 0.5)] public double MinSigmas { get; init; } = 0.1;

        /// <summary>Return at which confidence is 1. Standard deviations, 0.6…10, default 2.</summary>
        [Range(0.6, 10.0)] public double FullSigmas { get; init; } = 2;
    }

    public Vote Evaluate(in MarketView view)
    {
        double change = view[Return] / 100, sigma = view[Volatility];
        if (double.IsNaN(change + sigma))
            return Vote.WarmingUp;
        if (sigma == 0)
            return Vote.Abstain("no-volatility", change, 0);        // 60 bars of one price, whatever was a year ago

        double z = change / (sigma * Math.Sqrt(BarsOfReturn)), limit = Math.CopySign(options.MinSigmas, z);
        double depth = (Math.Abs(z) - options.MinSigmas) / (options.FullSigmas - options.MinSigmas);
        return depth > 0
            ? Vote.Toward(Math.Sign(z), depth, z > 0 ? "year-up" : "year-down", z, limit)
            : Vote.Abstain("no-momentum", z, limit);
    }
}
