using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Trend;

/// <summary>Follows the greater directional indicator while the ADX says that there is a trend.</summary>
/// <remarks><code>
/// buy   ADX14 &gt; Trending and +DI &gt; −DI;  sell   ADX14 &gt; Trending and −DI &gt; +DI
/// confidence = ½ · min(1, (ADX − Trending) / (Full − Trending)) + ½ · |+DI − −DI| / (+DI + −DI),
///              at least CrossConfidence on the bar where the indicators cross
/// </code>All in points, 0…100. The ADX gives the strength, the second term (Wilder's DX of this bar) the clarity of the side:
/// right after a reversal the ADX is still high while the indicators are close. 20 is the usual lower bound of a trend under Wilder's 25.
/// Value: ADX; limit: Trending.</remarks>
[Agent("adx-dmi", AgentKind.Trend, Source = "Wilder, New Concepts in Technical Trading Systems (1978)")]
public sealed class AdxDmiAgent(AdxDmiAgent.Options options) : IAgent
{
    private static readonly Column Adx = Column.Named("adx_14");
    private static readonly Column Plus = Column.Named("pdi_14");
    private static readonly Column Minus = Column.Named("mdi_14");

    public sealed record Options
    {
        /// <summary>Above it the market trends. ADX points, 5…45, default 20.</summary>
        [Range(5.0, 45.0)] public double Trending { get; init; } = 20;

        /// <summary>ADX at which its half of the confidence is full. ADX points, 46…100, default 50.</summary>
        [Range(46.0, 100.0)] public double Full { get; init; } = 50;

        /// <summary>Least confidence on the bar where +DI and −DI cross. Share, 0…1, default 0.5.</summary>
        [Range(0.0, 1.0)] public double CrossConfidence { get; init; } = 0.5;
    }

    public Vote Evaluate(in MarketView view)
    {
        double adx = view[Adx];
        var (plus, plusBefore) = view.LastTwo(Plus);
        var (minus, minusBefore) = view.LastTwo(Minus);
        double spread = plus - minus, before = plusBefore - minusBefore;
        if (double.IsNaN(adx + spread + before))
            return Vote.WarmingUp;
        if (adx <= options.Trending)
            return Vote.Abstain("no-trend", adx, options.Trending);

        int side = Math.Sign(spread);
        if (side == 0)
            return Vote.Abstain("no-direction", adx, options.Trending);

        double strength = Math.Min(1, (adx - options.Trending) / (options.Full - options.Trending));
        double confidence = (strength + Math.Abs(spread) / (plus + minus)) / 2;
        return Math.Sign(before) == side
            ? Vote.Toward(side, confidence, side > 0 ? "trending-up" : "trending-down", adx, options.Trending)
            : Vote.Toward(side, Math.Max(confidence, options.CrossConfidence), side > 0 ? "di-cross-up" : "di-cross-down", adx, options.Trending);
    }
}
