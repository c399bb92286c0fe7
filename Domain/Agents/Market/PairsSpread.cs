using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Market;

/// <summary>Sells a symbol that is dear against its cointegrated partner and buys one that is cheap, until the two have met again.</summary>
/// <remarks><code>
/// entered while the furthest z of this departure is beyond Enter; z &gt; 0: sell, z &lt; 0: buy;  confidence = min(1, |z| / FullZ)
/// a departure ends when |z| ≤ 0.5 or z changes sign;  |z| &gt; Broken, or a half-life above MaxHalfLife: silent
/// </code>z is the residual of the pair in standard deviations of the 252 bars that it was formed on, see
/// <see cref="Universe.Cointegration"/>. Enter at 2 and leave at 0.5 as in pairs trading after Gatev, Goetzmann and Rouwenhorst; the
/// exit is the universe's, since it needs memory. Only the symbol's own side is voted. Value: z; limit: ±Enter.</remarks>
[Agent("pairs-spread", AgentKind.Market, Source = "Engle and Granger, Co-integration and Error Correction (1987)")]
public sealed class PairsSpreadAgent(PairsSpreadAgent.Options options) : IAgent
{
    private static readonly Column Count = Column.Named("uni_count");
    private static readonly Column Z = Column.Named("pair_z");
    private static readonly Column Extreme = Column.Named("pair_extreme");
    private static readonly Column HalfLife = Column.Named("pair_half_life");

    public sealed record Options
    {
        /// <summary>|z| at which a departure is entered. Standard deviations, 1…4, default 2.</summary>
        [Range(1.0, 4.0)] public double Enter { get; init; } = 2;

        /// <summary>|z| at which the confidence is 1. Standard deviations, 1…10, default 4.</summary>
        [Range(1.0, 10.0)] public double FullZ { get; init; } = 4;

        /// <summary>|z| beyond which the pair counts as broken. Standard deviations, 3…100, default 6.</summary>
        [Range(3.0, 100.0)] public double Broken { get; init; } = 6;

        /// <summary>Slower pairs are left alone. Half-life in bar times, 1…252, default 40.</summary>
        [Range(1.0, 252.0)] public double MaxHalfLife { get; init; } = 40;
    }

    public Vote Evaluate(in MarketView view)
    {
        double count = view[Count], z = view[Z], extreme = view[Extreme], halfLife = view[HalfLife];
        if (UniverseSilence.Of(count) is { } silence)
            return silence;
        if (double.IsNaN(z + extreme + halfLife))
            return Vote.Abstain("no-pair");
        if (halfLife > options.MaxHalfLife)
            return Vote.Abstain("slow-reversion", halfLife, options.MaxHalfLife);
        if (Math.Abs(z) > options.Broken)
            return Vote.Abstain("pair-broken", z, Math.CopySign(options.Broken, z));

        double limit = Math.CopySign(options.Enter, z);
        if (Math.Abs(extreme) < options.Enter)
            return Vote.Abstain("pair-close", z, limit);
        double confidence = Math.Abs(z) / options.FullZ;
        return z > 0 ? Vote.Sell(confidence, "dear-against-partner", z, limit) : Vote.Buy(confidence, "cheap-against-partner", z, limit);
    }
}
