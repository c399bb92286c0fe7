using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Trend;

/// <summary>Follows a ribbon of six exponential averages while most of it is in order, the faster beyond the slower.</summary>
/// <remarks><code>
/// up, down = shares of the 5 neighbouring pairs of EMA 8, 13, 21, 34, 55, 89 whose faster average is above, below   0…1
/// buy   up ≥ MinShare;  sell   down ≥ MinShare
/// confidence = share · min(1, |EMA8 − EMA89| / (FullSpreadAtr · ATR14))
/// </code>0.8 lets one pair of five lag behind a turn, our choice. Value: the larger share, with its sign; limit: ±MinShare.
/// Source: the ordered ribbon is Guppy's; Fibonacci lengths are the common variant.</remarks>
[Agent("ema-ribbon", AgentKind.Trend, Source = "Guppy, Trend Trading (2004); Fibonacci lengths")]
public sealed class EmaRibbonAgent(EmaRibbonAgent.Options options) : IAgent
{
    private static readonly Column Ema8 = Column.Named("ema_8");
    private static readonly Column Ema13 = Column.Named("ema_13");
    private static readonly Column Ema21 = Column.Named("ema_21");
    private static readonly Column Ema34 = Column.Named("ema_34");
    private static readonly Column Ema55 = Column.Named("ema_55");
    private static readonly Column Ema89 = Column.Named("ema_89");
    private static readonly Column Atr = Column.Named("atr_14");

    public sealed record Options
    {
        /// <summary>Least share of ordered pairs. Share, 0.6…1, default 0.8.</summary>
        [Range(0.6, 1.0)] public double MinShare { get; init; } = 0.8;

        /// <summary>Width of the ribbon at which it is fully open. ATRs, 0.5…50, default 5.</summary>
        [Range(0.5, 50.0)] public double FullSpreadAtr { get; init; } = 5;
    }

    public Vote Evaluate(in MarketView view)
    {
        double ema8 = view[Ema8], ema13 = view[Ema13], ema21 = view[Ema21], ema34 = view[Ema34], ema55 = view[Ema55], ema89 = view[Ema89];
        double atr = view[Atr];
        if (double.IsNaN(ema8 + ema13 + ema21 + ema34 + ema55 + ema89 + atr))
            return Vote.WarmingUp;

        int up = 0, down = 0;
        Count(ema8, ema13);
        Count(ema13, ema21);
        Count(ema21, ema34);
        Count(ema34, ema55);
        Count(ema55, ema89);
        double share = Math.Max(up, down) / 5.0, net = (up - down) / 5.0;
        if (share < options.MinShare)
            return Vote.Abstain("ribbon-mixed", Math.CopySign(share, net), Math.CopySign(options.MinShare, net));

        int side = Math.Sign(net);
        double open = side * (ema8 - ema89) / (options.FullSpreadAtr * atr);
        return open > 0
            ? Vote.Toward(side, share * Math.Min(1, open), side > 0 ? "ribbon-rising" : "ribbon-falling", side * share, side * options.MinShare)
            : Vote.Abstain("ribbon-turning", side * share, side * options.MinShare);     // one lagging pair outweighs the others

        void Count(double faster, double slower)
        {
            if (faster > slower) up++;
            else if (faster < slower) down++;
        }
    }
}
