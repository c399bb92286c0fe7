using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Momentum;

/// <summary>Fades the CCI(20) where it turns back from beyond ±100.</summary>
/// <remarks><code>
/// buy   CCI of the bar before &lt; −Band, and now higher;  sell   CCI of the bar before &gt; Band, and now lower
/// confidence = min(1, points of the bar before beyond the band / FullDepth), at least ReturnConfidence where CCI is inside again
/// </code>CCI points, unbounded; scaled so that most bars lie within ±100. Lambert's own rule follows the way out of the band; the turn
/// back is today's common reading, as in TradingView's technical rating. Depth is that of the bar before, since the turn itself
/// takes from this bar's. Value: CCI; limit: the band.</remarks>
[Agent("cci", AgentKind.Momentum, Source = "Lambert, Commodity Channel Index (1980)")]
public sealed class CciAgent(CciAgent.Options options) : IAgent
{
    private static readonly Column Cci20 = Column.Named("cci_20");

    public sealed record Options
    {
        /// <summary>Beyond it, on either side, the market is extreme. CCI points, 50…300, default 100.</summary>
        [Range(50.0, 300.0)] public double Band { get; init; } = 100;

        /// <summary>Depth beyond the band at which confidence is 1. CCI points, 10…500, default 100.</summary>
        [Range(10.0, 500.0)] public double FullDepth { get; init; } = 100;

        /// <summary>Least confidence on the bar that is back inside the band. Share, 0…1, default 0.5.</summary>
        [Range(0.0, 1.0)] public double ReturnConfidence { get; init; } = 0.5;
    }

    public Vote Evaluate(in MarketView view)
    {
        var (cci, before) = view.LastTwo(Cci20);
        if (double.IsNaN(cci + before))
            return Vote.WarmingUp;

        int side = before < -options.Band ? 1 : before > options.Band ? -1 : 0;
        if (side == 0)
            return Vote.Abstain(Math.Abs(cci) > options.Band ? "leaving-band" : "inside-band", cci, Math.CopySign(options.Band, cci));
        double band = -side * options.Band, depth = side * (band - before) / options.FullDepth;
        if (side * (cci - before) <= 0)
            return Vote.Abstain(side > 0 ? "oversold-not-turning" : "overbought-not-turning", cci, band);
        return side * (cci - band) < 0
            ? Vote.Toward(side, depth, side > 0 ? "oversold-turning-up" : "overbought-turning-down", cci, band)
            : Vote.Toward(side, Math.Max(depth, options.ReturnConfidence), side > 0 ? "back-from-oversold" : "back-from-overbought", cci, band);
    }
}
