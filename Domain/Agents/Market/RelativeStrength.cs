using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Market;

/// <summary>Buys the universe's strongest symbols of the past year and sells its weakest.</summary>
/// <remarks><code>
/// rank ≥ Top: buy;  rank ≤ 1 − Top: sell;  confidence = 2·|rank − ½|
/// </code>rank: the symbol's place, 0…1, among the returns over 252 bars but the last 21, which tend to turn. The study holds the
/// extreme tenths; fifths by default, since a universe may be small. Value: the rank; limit: the threshold on its side.</remarks>
[Agent("relative-strength", AgentKind.Market, Source = "Jegadeesh and Titman, Returns to Buying Winners and Selling Losers (1993)")]
public sealed class RelativeStrengthAgent(RelativeStrengthAgent.Options options) : IAgent
{
    private static readonly Column Count = Column.Named("uni_count");
    private static readonly Column Rank = Column.Named("uni_rank");

    public sealed record Options
    {
        /// <summary>Rank from which a symbol is strong; weak is 1 minus it. Place, 0.55…0.99, default 0.8.</summary>
        [Range(0.55, 0.99)] public double Top { get; init; } = 0.8;
    }

    public Vote Evaluate(in MarketView view)
    {
        double count = view[Count], rank = view[Rank];
        if (UniverseSilence.Of(count) is { } silence)
            return silence;
        if (double.IsNaN(rank))
            return Vote.WarmingUp;

        double confidence = 2 * Math.Abs(rank - 0.5), bottom = 1 - options.Top;
        return rank >= options.Top ? Vote.Buy(confidence, "among-strongest", rank, options.Top)
            : rank <= bottom ? Vote.Sell(confidence, "among-weakest", rank, bottom)
            : Vote.Abstain("middle-rank", rank, rank > 0.5 ? options.Top : bottom);
    }
}
