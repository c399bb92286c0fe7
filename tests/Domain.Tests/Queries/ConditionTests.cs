using GoldenSignals.Domain.Tests.Consensus;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Queries;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Queries;

public class ConditionTests
{
    private static readonly Decision s_decision = Known();

    [Theory]
    [InlineData("action = BUY", true)]
    [InlineData("action = sell", false)]
    [InlineData("action != SELL", true)]
    [InlineData("action in (SELL, BUY)", true)]
    [InlineData("symbol in ('BRK.B', TWO/X)", false)]
    [InlineData("symbol = AAA", true)]
    [InlineData("rsi_14 < 35", true)]
    [InlineData("rsi_14 < 30", false)]
    [InlineData("rsi_14 = 30", true)]
    [InlineData("score >= 0.25 AND score <= 2.5e-1", true)]
    [InlineData("confidence > 0.6", false)]
    [InlineData("price = 10 and open = 9 and high = 11 and low = 8 and volume = 100", true)]
    [InlineData("action = SELL or rsi_14 < 35 and action = BUY", true)]
    [InlineData("(action = SELL or rsi_14 < 35) and action = SELL", false)]
    [InlineData("not (action = SELL) and not rsi_14 > 30", true)]
    [InlineData("score>-1 and score<1", true)]
    public void A_condition_fits_or_not(string text, bool fits) =>
        Assert.Equal(fits, Condition.Parse(text).Fits(s_decision, new Bar(s_decision.BarTimeUtc, 9, 11, 8, 10, 100)));

    [Theory]
    [InlineData("sma_50 > 0")]
    [InlineData("sma_50 < 0")]
    [InlineData("sma_50 = 0")]
    [InlineData("sma_50 != 0")]
    public void What_is_not_there_yet_fits_no_comparison(string text) => Assert.False(Condition.Parse(text).Fits(s_decision, default));

    [Theory]
    [InlineData("")]
    [InlineData("action")]
    [InlineData("action =")]
    [InlineData("action = MAYBE")]
    [InlineData("action < BUY")]
    [InlineData("rsi_14 < soon")]
    [InlineData("rsi_14 < 1e999")]
    [InlineData("rsi_15000 < 3")]
    [InlineData("rsi_14 in (3)")]
    [InlineData("(rsi_14 < 3")]
    [InlineData("rsi_14 < 3)")]
    [InlineData("rsi_14 < 3 rsi_14 > 2")]
    [InlineData("symbol = 'AAA")]
    [InlineData("not")]
    [InlineData("price > 1; drop table")]
    public void What_is_no_condition_is_refused_with_the_place(string text) =>
        Assert.StartsWith("at character", Assert.Throws<FormatException>(() => Condition.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_condition_has_its_bounds()
    {
        Assert.Equal(Condition.MaxCost, Condition.Parse(string.Join(" or ", Enumerable.Repeat("price > 1", Condition.MaxCost))).Cost);
        Assert.Throws<FormatException>(() => Condition.Parse(string.Join(" or ", Enumerable.Repeat("price > 1", Condition.MaxCost + 1))));
        Assert.Throws<FormatException>(() => Condition.Parse(new string('(', 900) + "price > 1"));
        Assert.Throws<FormatException>(() => Condition.Parse(new string(' ', Condition.MaxLength) + "price > 1"));
        Assert.Equal(3, Condition.Parse("symbol in (A, B, C)").Cost);
    }

    private static Decision Known()
    {
        Decision decision = Digests.Decisions("AAA", SomeBars.Random(1, 3)).Last();
        double[] indicators = [.. decision.Indicators];
        indicators[Column.Named("rsi_14").Index] = 30;
        indicators[Column.Named("sma_50").Index] = double.NaN;
        return decision with { Action = SignalAction.Buy, Score = 0.25, Confidence = 0.6, Price = 10, Indicators = indicators };
    }
}
