using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Pattern;

/// <summary>Follows the close out of two converging lines: a triangle, or after a long swing in that direction a flag (a pennant).</summary>
/// <remarks><code>
/// lines      through the last two high and the last two low turning points, carried on to this bar
/// converging width at this bar ≤ MaxWidth · width at the oldest of the four, and above 0: before the apex
/// break      close beyond a line by more than BreakAtr · ATR14
/// flag       the swing into the oldest of the four is at least PoleWidths times the width there, and the break goes its way
/// confidence = (1 − distance beyond the break / width at the oldest) · (1 for a flag, else Triangle)
/// </code>The move that a triangle measures is its width. Edwards and Magee ask for 3 % on stocks; half an ATR holds at any bar length.
/// Value: close; limit: the line, with the margin.</remarks>
[Agent("triangle-flag", AgentKind.Pattern, Source = "Edwards and Magee, Technical Analysis of Stock Trends (1948)")]
public sealed class TriangleFlagAgent(TriangleFlagAgent.Options options) : IAgent
{
    private static readonly Column Side = Column.Named("pivot_5_side");
    private static readonly Column Price1 = Column.Named("pivot_5_price_1");
    private static readonly Column Price2 = Column.Named("pivot_5_price_2");
    private static readonly Column Price3 = Column.Named("pivot_5_price_3");
    private static readonly Column Price4 = Column.Named("pivot_5_price_4");
    private static readonly Column Price5 = Column.Named("pivot_5_price_5");
    private static readonly Column Age1 = Column.Named("pivot_5_age_1");
    private static readonly Column Age2 = Column.Named("pivot_5_age_2");
    private static readonly Column Age3 = Column.Named("pivot_5_age_3");
    private static readonly Column Age4 = Column.Named("pivot_5_age_4");
    private static readonly Column Age5 = Column.Named("pivot_5_age_5");
    private static readonly Column Atr = Column.Named("atr_14");

    public sealed record Options
    {
        /// <summary>Margin that a close must lie beyond a line. ATRs, 0…5, default 0.5.</summary>
        [Range(0.0, 5.0)] public double BreakAtr { get; init; } = 0.5;

        /// <summary>Most width that is left at this bar. Fraction of the width at the oldest turning point, 0.1…0.95, default 0.75.</summary>
        [Range(0.1, 0.95)] public double MaxWidth { get; init; } = 0.75;

        /// <summary>Least length of a flag's pole. Widths of the pattern, 1…10, default 2.</summary>
        [Range(1.0, 10.0)] public double PoleWidths { get; init; } = 2;

        /// <summary>Most confidence without a pole. Share, 0…1, default 0.6.</summary>
        [Range(0.0, 1.0)] public double Triangle { get; init; } = 0.6;
    }

    public Vote Evaluate(in MarketView view)
    {
        double side = view[Side], atr = view[Atr], close = view.Bar.Close;
        double price1 = view[Price1], price2 = view[Price2], price3 = view[Price3], price4 = view[Price4], price5 = view[Price5];
        double age1 = view[Age1], age2 = view[Age2], age3 = view[Age3], age4 = view[Age4], age5 = view[Age5];
        if (double.IsNaN(side + atr + price1 + price2 + price3 + price4 + price5 + age1 + age2 + age3 + age4 + age5))
            return Vote.WarmingUp;
        if (age4 == 0)
            return Vote.Abstain("too-few-pivots");

        double slope13 = (price1 - price3) / (age3 - age1), slope24 = (price2 - price4) / (age4 - age2);
        double line13 = price1 + slope13 * age1, line24 = price2 + slope24 * age2;
        double width = side * (line13 - line24), widthThen = side * (price3 - slope13 * (age4 - age3) - price4);
        if (!(widthThen > 0 && width <= options.MaxWidth * widthThen))
            return Vote.Abstain("lines-do-not-converge", width, options.MaxWidth * widthThen);
        if (width <= 0)
            return Vote.Abstain("past-the-apex", width, 0);

        double upper = Math.Max(line13, line24) + options.BreakAtr * atr, lower = Math.Min(line13, line24) - options.BreakAtr * atr;
        int way = close > upper ? 1 : close < lower ? -1 : 0;
        double limit = way > 0 || (way == 0 && 2 * close > upper + lower) ? upper : lower;
        if (way == 0)
            return Vote.Abstain("inside-the-lines", close, limit);
        double move = way * (close - limit) / widthThen;
        if (move >= 1)
            return Vote.Abstain("target-reached", close, limit);

        // The oldest of the four is of the other kind than the youngest: a high ends a swing up.
        bool flag = age5 > 0 && way == -side && way * (price4 - price5) >= options.PoleWidths * widthThen;
        return Vote.Toward(way, (1 - move) * (flag ? 1 : options.Triangle),
            flag ? way > 0 ? "flag-broken-up" : "flag-broken-down" : way > 0 ? "triangle-broken-up" : "triangle-broken-down", close, limit);
    }
}
