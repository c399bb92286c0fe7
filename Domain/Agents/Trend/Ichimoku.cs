using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Trend;

/// <summary>Follows a close beyond the Ichimoku (9, 26, 52) cloud, the more so where its lines and the cloud itself agree.</summary>
/// <remarks><code>
/// buy   close &gt; max(senkou A, senkou B);  sell   close &lt; min(senkou A, senkou B)
/// confidence = ½ · min(1, distance beyond the cloud / (FullDistanceAtr · ATR14))
///            + ¼ where tenkan is on that side of kijun + ¼ where senkou A is on that side of senkou B
/// </code>Inside the cloud there is no side. The halves and quarters are ours: the price's place is the main sign, the cross of the
/// lines and the color of the cloud confirm it. The lagging line is left out, it needs closes of 26 bars ago.
/// Value: close; limit: the edge of the cloud that it passed, or the nearer one inside.</remarks>
[Agent("ichimoku", AgentKind.Trend, Source = "Hosoda, Ichimoku Kinko Hyo (1969)")]
public sealed class IchimokuAgent(IchimokuAgent.Options options) : IAgent
{
    private static readonly Column Tenkan = Column.Named("ichimoku_9_26_52_tenkan");
    private static readonly Column Kijun = Column.Named("ichimoku_9_26_52_kijun");
    private static readonly Column SenkouA = Column.Named("ichimoku_9_26_52_senkou_a");
    private static readonly Column SenkouB = Column.Named("ichimoku_9_26_52_senkou_b");
    private static readonly Column Atr = Column.Named("atr_14");

    public sealed record Options
    {
        /// <summary>Distance beyond the cloud at which its half of the confidence is full. ATRs, 0.1…20, default 6.</summary>
        [Range(0.1, 20.0)] public double FullDistanceAtr { get; init; } = 6;

        /// <summary>Least confidence of a vote; below it the lines oppose a close that has hardly left the cloud. Share, 0…0.5, default 0.1.</summary>
        [Range(0.0, 0.5)] public double MinConfidence { get; init; } = 0.1;
    }

    public Vote Evaluate(in MarketView view)
    {
        double close = view.Bar.Close, tenkan = view[Tenkan], kijun = view[Kijun], a = view[SenkouA], b = view[SenkouB], atr = view[Atr];
        if (double.IsNaN(tenkan + kijun + a + b + atr))
            return Vote.WarmingUp;

        double top = Math.Max(a, b), bottom = Math.Min(a, b);
        int side = close > top ? 1 : close < bottom ? -1 : 0;
        if (side == 0)
            return Vote.Abstain("inside-cloud", close, close * 2 > top + bottom ? top : bottom);

        double edge = side > 0 ? top : bottom;
        double distance = Math.Min(1, Math.Abs(close - edge) / (options.FullDistanceAtr * atr));
        bool linesAgree = side * (tenkan - kijun) > 0, cloudAgrees = side * (a - b) > 0;
        double confidence = distance / 2 + (linesAgree ? 0.25 : 0) + (cloudAgrees ? 0.25 : 0);
        return confidence < options.MinConfidence
            ? Vote.Abstain("lines-against-price", close, edge)
            : Vote.Toward(side, confidence, side > 0 ? "above-cloud" : "below-cloud", close, edge);
    }
}
