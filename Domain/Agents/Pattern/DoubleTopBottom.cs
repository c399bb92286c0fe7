using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Pattern;

/// <summary>Takes the break of the neckline below two tops at one height, or above two bottoms, until the move that they measure is done.</summary>
/// <remarks><code>
/// tops       the youngest turning point and the one two or four before it, within Tolerance of their mean, more than MinBars apart,
///            none between them higher; bottoms alike
/// neckline   the lowest turning point between;  height = |mean of the tops − neckline|, at least MinHeightAtr · ATR14
/// break      close below the neckline by less than the height
/// confidence = (1 − distance below / height) · (1 − ½ · difference of the tops / its bound)
/// </code>1.5 % and 22 bars are the source's, for days; on short bars all is within 1.5 %, so that the tops must also be within
/// MaxUneven of the height of each other, which is ours. The neckline and the measured move are Edwards and Magee's.
/// A top is known 5 bars late, and the vote ends at the latest when the next low is. Value: close; limit: the neckline.</remarks>
[Agent("double-top-bottom", AgentKind.Pattern, Source = "Lo, Mamaysky and Wang, Foundations of Technical Analysis (2000); Edwards and Magee, Technical Analysis of Stock Trends (1948)")]
public sealed class DoubleTopBottomAgent(DoubleTopBottomAgent.Options options) : IAgent
{
    private static readonly Column Side = Column.Named("pivot_5_side");
    private static readonly Column Price1 = Column.Named("pivot_5_price_1");
    private static readonly Column Price2 = Column.Named("pivot_5_price_2");
    private static readonly Column Price3 = Column.Named("pivot_5_price_3");
    private static readonly Column Price4 = Column.Named("pivot_5_price_4");
    private static readonly Column Price5 = Column.Named("pivot_5_price_5");
    private static readonly Column Age1 = Column.Named("pivot_5_age_1");
    private static readonly Column Age3 = Column.Named("pivot_5_age_3");
    private static readonly Column Age5 = Column.Named("pivot_5_age_5");
    private static readonly Column Atr = Column.Named("atr_14");

    public sealed record Options
    {
        /// <summary>How far each top may lie from the mean of both. Fraction of it, 0.001…0.1, default 0.015.</summary>
        [Range(0.001, 0.1)] public double Tolerance { get; init; } = 0.015;

        /// <summary>How far the tops may lie apart. Fraction of the pattern's height, 0.01…1, default 0.25.</summary>
        [Range(0.01, 1.0)] public double MaxUneven { get; init; } = 0.25;

        /// <summary>The tops are more than this many bars apart. Bars, 5…200, default 22.</summary>
        [Range(5, 200)] public int MinBars { get; init; } = 22;

        /// <summary>Least height from the neckline to the tops. ATRs, 0…20, default 2.</summary>
        [Range(0.0, 20.0)] public double MinHeightAtr { get; init; } = 2;
    }

    public Vote Evaluate(in MarketView view)
    {
        double side = view[Side], atr = view[Atr], close = view.Bar.Close;
        double last = view[Price1], between = view[Price2], third = view[Price3], betweenBefore = view[Price4], fifth = view[Price5];
        double age1 = view[Age1], age3 = view[Age3], age5 = view[Age5];
        if (double.IsNaN(side + atr + last + between + third + betweenBefore + fifth + age1 + age3 + age5))
            return Vote.WarmingUp;
        if (age3 == 0)
            return Vote.Abstain("too-few-pivots");

        double height = side * ((last + third) / 2 - between), neckline = between, uneven = Unevenness(last, third, height);
        if (!(age3 - age1 > options.MinBars && uneven <= 1 && height >= options.MinHeightAtr * atr))
        {
            neckline = side * Math.Min(side * between, side * betweenBefore);
            height = side * ((last + fifth) / 2 - neckline);
            uneven = Unevenness(last, fifth, height);
            bool noneHigher = side * third <= Math.Max(side * last, side * fifth);
            if (!(age5 - age1 > options.MinBars && uneven <= 1 && height >= options.MinHeightAtr * atr && noneHigher))
                return Vote.Abstain(side > 0 ? "no-double-top" : "no-double-bottom", close, last);
        }

        double move = side * (neckline - close) / height;
        return move <= 0 ? Vote.Abstain("neckline-holds", close, neckline)
            : move >= 1 ? Vote.Abstain("target-reached", close, neckline)
            : Vote.Toward(-side, (1 - move) * (1 - uneven / 2), side > 0 ? "double-top-broken" : "double-bottom-broken", close, neckline);
    }

    /// <summary>Difference of two tops in units of the largest that makes them one height; infinite where the pattern has none.</summary>
    private double Unevenness(double one, double other, double height) => height <= 0 ? double.PositiveInfinity
        : Math.Abs(one - other) / Math.Min(options.Tolerance * (one + other), options.MaxUneven * height);
}
