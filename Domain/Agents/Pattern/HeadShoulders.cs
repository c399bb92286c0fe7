using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Pattern;

/// <summary>Sells a head between two lower shoulders of one height, and buys the inverse: a little when its five extrema stand, fully when the neckline breaks.</summary>
/// <remarks><code>
/// E₁ … E₅    the last five turning points, E₅ the youngest: tops E₁, E₃, E₅ and lows E₂, E₄, or the inverse
/// pattern    E₃ beyond E₁ and E₅; E₁ and E₅, and E₂ and E₄, each within Tolerance of their mean
/// neckline   the line through E₂ and E₄, carried on;  height = distance of E₃ from it, at least MinHeightAtr · ATR14
/// fit        = 1 − ½ · the larger difference of two that should be level / its bound
/// confidence = Forming · fit before the break, fit · (1 − distance beyond the neckline / height) after it
/// </code>Five extrema and 1.5 % are the source's; that level points must also be within MaxUneven of the height is ours, for bars so short that
/// all is within 1.5 %. The neckline and the measured move are Edwards and Magee's. A close beyond the last shoulder ends the pattern.
/// Value: close; limit: the neckline at this bar.</remarks>
[Agent("head-shoulders", AgentKind.Pattern, Source = "Lo, Mamaysky and Wang, Foundations of Technical Analysis (2000); Edwards and Magee, Technical Analysis of Stock Trends (1948)")]
public sealed class HeadShouldersAgent(HeadShouldersAgent.Options options) : IAgent
{
    private static readonly Column Side = Column.Named("pivot_5_side");
    private static readonly Column Price5 = Column.Named("pivot_5_price_1");         // E₅ is the youngest
    private static readonly Column Price4 = Column.Named("pivot_5_price_2");
    private static readonly Column Price3 = Column.Named("pivot_5_price_3");
    private static readonly Column Price2 = Column.Named("pivot_5_price_4");
    private static readonly Column Price1 = Column.Named("pivot_5_price_5");
    private static readonly Column Age4 = Column.Named("pivot_5_age_2");
    private static readonly Column Age3 = Column.Named("pivot_5_age_3");
    private static readonly Column Age2 = Column.Named("pivot_5_age_4");
    private static readonly Column Age1 = Column.Named("pivot_5_age_5");
    private static readonly Column Atr = Column.Named("atr_14");

    public sealed record Options
    {
        /// <summary>How far two level points may lie from their mean. Fraction of it, 0.001…0.1, default 0.015.</summary>
        [Range(0.001, 0.1)] public double Tolerance { get; init; } = 0.015;

        /// <summary>How far two level points may lie apart. Fraction of the pattern's height, 0.01…1, default 0.4.</summary>
        [Range(0.01, 1.0)] public double MaxUneven { get; init; } = 0.4;

        /// <summary>Least height from the neckline to the head. ATRs, 0…20, default 2.</summary>
        [Range(0.0, 20.0)] public double MinHeightAtr { get; init; } = 2;

        /// <summary>Confidence before the neckline breaks; 0 waits for the break. Share, 0…1, default 0.3.</summary>
        [Range(0.0, 1.0)] public double Forming { get; init; } = 0.3;
    }

    public Vote Evaluate(in MarketView view)
    {
        double side = view[Side], atr = view[Atr], close = view.Bar.Close;
        double e1 = view[Price1], e2 = view[Price2], e3 = view[Price3], e4 = view[Price4], e5 = view[Price5];
        double age1 = view[Age1], age2 = view[Age2], age3 = view[Age3], age4 = view[Age4];
        if (double.IsNaN(side + atr + e1 + e2 + e3 + e4 + e5 + age1 + age2 + age3 + age4))
            return Vote.WarmingUp;
        if (age1 == 0)
            return Vote.Abstain("too-few-pivots");

        double slope = (e4 - e2) / (age2 - age4), neckline = e4 + slope * age4;
        double height = side * (e3 - (e4 + slope * (age4 - age3)));
        double uneven = Math.Max(Unevenness(e1, e5, height), Unevenness(e2, e4, height));
        bool headStandsOut = side * (e3 - e1) > 0 && side * (e3 - e5) > 0;
        if (!(headStandsOut && height >= options.MinHeightAtr * atr && uneven <= 1))
            return Vote.Abstain(side > 0 ? "no-head-and-shoulders" : "no-inverse-head-and-shoulders", close, neckline);
        if (side * (close - e5) > 0)
            return Vote.Abstain("beyond-the-shoulder", close, e5);

        double fit = 1 - uneven / 2, move = side * (neckline - close) / height;
        return move >= 1 ? Vote.Abstain("target-reached", close, neckline)
            : move > 0 ? Vote.Toward(-side, fit * (1 - move), side > 0 ? "head-and-shoulders-broken" : "inverse-head-and-shoulders-broken", close, neckline)
            : Vote.Toward(-side, fit * options.Forming, side > 0 ? "head-and-shoulders" : "inverse-head-and-shoulders", close, neckline);
    }

    /// <summary>Difference of two points in units of the largest that makes them level; infinite where the pattern has no height.</summary>
    private double Unevenness(double one, double other, double height) => height <= 0 ? double.PositiveInfinity
        : Math.Abs(one - other) / Math.Min(options.Tolerance * (one + other), options.MaxUneven * height);
}
