using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Reversion;

/// <summary>Fades closes at the edge of wide Bollinger bands, follows breaks out of narrow ones, and is silent inside a squeeze.</summary>
/// <remarks><code>
/// squeeze     BB(20, 2) inside Keltner(EMA20 ± 1.5 ATR10)                        abstains
/// released    squeeze at the bar before, none now     follows the side of the mid band, confidence = min(1, |%B − ½|)
/// break       width rank of the bar before ≤ NarrowRank and %B beyond 0…1        follows, confidence = min(1, |%B − ½|)
/// fade        else, %B &lt; Edge: buy, %B &gt; 1 − Edge: sell,        confidence = min(1, depth beyond the edge / FullDepth)
/// </code>%B = (close − lower) / (upper − lower), not bounded; the rank is the share of the 126 widths before it, Bollinger's
/// six months, that were narrower, and is taken before the bar because a break widens the bands by itself. 0.05 and 0.95 are the bounds of Bollinger's
/// reversal method, the squeeze against the Keltner channel is Carter's. Value: %B; limit: the bound that it passed.</remarks>
[Agent("bollinger-squeeze", AgentKind.Reversion, Source = "Bollinger, Bollinger on Bollinger Bands (2001); Carter, Mastering the Trade (2005)")]
public sealed class BollingerSqueezeAgent(BollingerSqueezeAgent.Options options) : IAgent
{
    private static readonly Column PercentB = Column.Named("bb_20_2_pctb");
    private static readonly Column Upper = Column.Named("bb_20_2_upper");
    private static readonly Column Lower = Column.Named("bb_20_2_lower");
    private static readonly Column WidthRank = Column.Named("bb_20_2_width_rank_126");
    private static readonly Column KeltnerUpper = Column.Named("keltner_20_1.5_10_upper");
    private static readonly Column KeltnerLower = Column.Named("keltner_20_1.5_10_lower");

    public sealed record Options
    {
        /// <summary>%B this close to 0 or 1, or beyond, is faded. Fraction of the band width, 0…0.4, default 0.05.</summary>
        [Range(0.0, 0.4)] public double Edge { get; init; } = 0.05;

        /// <summary>Depth beyond the edge at which a fade has confidence 1. Fraction of the band width, 0.05…1, default 0.3.</summary>
        [Range(0.05, 1.0)] public double FullDepth { get; init; } = 0.3;

        /// <summary>Bands of this width rank or less are narrow: a break out of them is followed. Share of 126 bars that were narrower, 0…1, default 0.25.</summary>
        [Range(0.0, 1.0)] public double NarrowRank { get; init; } = 0.25;
    }

    public Vote Evaluate(in MarketView view)
    {
        double percentB = view[PercentB], rank = view.Previous(WidthRank);
        var (upper, upperBefore) = view.LastTwo(Upper);
        var (lower, lowerBefore) = view.LastTwo(Lower);
        var (keltnerUpper, keltnerUpperBefore) = view.LastTwo(KeltnerUpper);
        var (keltnerLower, keltnerLowerBefore) = view.LastTwo(KeltnerLower);
        if (double.IsNaN(percentB + rank + upper + lower + keltnerUpper + keltnerLower)
            || double.IsNaN(upperBefore + lowerBefore + keltnerUpperBefore + keltnerLowerBefore))
            return Vote.WarmingUp;
        if (upper <= lower)
            return Vote.Abstain("flat-bands");
        if (upper < keltnerUpper && lower > keltnerLower)
            return Vote.Abstain("squeeze", upper - lower, keltnerUpper - keltnerLower);

        bool released = upperBefore < keltnerUpperBefore && lowerBefore > keltnerLowerBefore;
        if (released && percentB != 0.5)
            return Follow(percentB > 0.5 ? "squeeze-released-up" : "squeeze-released-down", 0.5);
        if (rank <= options.NarrowRank)
            return percentB > 1 ? Follow("narrow-break-up", 1)
                : percentB < 0 ? Follow("narrow-break-down", 0)
                : Vote.Abstain("narrow-bands", percentB, percentB > 0.5 ? 1 : 0);

        int side = percentB > 0.5 ? -1 : 1;                         // of a fade
        double limit = side > 0 ? options.Edge : 1 - options.Edge;
        double depth = side * (limit - percentB) / options.FullDepth;
        return depth > 0
            ? Vote.Toward(side, depth, side > 0 ? "at-lower-band" : "at-upper-band", percentB, limit)
            : Vote.Abstain("inside-bands", percentB, limit);

        Vote Follow(string reason, double limit) =>
            Vote.Toward(Math.Sign(percentB - 0.5), Math.Abs(percentB - 0.5), reason, percentB, limit);
    }
}
