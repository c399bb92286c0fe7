using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Trend;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Trend;

public class MovingAverageCrossTests
{
    private static readonly MovingAverageCrossAgent s_agent = new(new());

    private static SomeView View(double gap, double gapBefore, double close) =>
        new() { Close = close, ["sma_50"] = (100 + gap, 100 + gapBefore), ["sma_200"] = 100, ["atr_14"] = 2 };

    [Fact]
    public void Buys_above_both_with_the_gap_in_atr_as_confidence() =>
        Assert.Equal(Vote.Buy(0.25, "fast-above-slow", 105, 100), View(5, 4, close: 101).Ask(s_agent));

    [Fact]
    public void Sells_below_both() =>
        Assert.Equal(Vote.Sell(0.25, "fast-below-slow", 95, 100), View(-5, -6, close: 99).Ask(s_agent));

    [Theory]
    [InlineData(0.1, -0.1, 101, 1, "golden-cross")]
    [InlineData(0.1, 0, 101, 1, "golden-cross")]
    [InlineData(-0.1, 0.1, 99, -1, "death-cross")]
    public void A_fresh_cross_has_at_least_the_confidence_of_a_cross(double gap, double before, double close, int direction, string reason) =>
        Assert.Equal(Vote.Toward(direction, 0.5, reason, 100 + gap, 100), View(gap, before, close).Ask(s_agent));

    [Theory]
    [InlineData(5, 100, "price-against-averages")]
    [InlineData(5, 99.99, "price-against-averages")]
    [InlineData(-5, 100, "price-against-averages")]
    [InlineData(0, 101, "averages-equal")]
    public void Abstains_when_price_or_averages_take_no_side(double gap, double close, string reason) =>
        Assert.Equal((true, reason), (View(gap, gap, close).Ask(s_agent).Abstains, View(gap, gap, close).Ask(s_agent).Reason));

    [Fact]
    public void Warms_up_while_the_bar_before_has_no_averages() =>
        Assert.Equal(Vote.WarmingUp, View(5, double.NaN, 101).Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_gap_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(1, 30).Select(gap => View(gap, gap, 200).Ask(s_agent)), least: 0.05, most: 1);

    [Fact]
    public void Options_change_the_outcome()
    {
        var agent = new MovingAverageCrossAgent(new() { FullGapAtr = 5, CrossConfidence = 0 });
        Assert.Equal(0.5, View(5, 5, 101).Ask(agent).Confidence);
        Assert.Equal(0.01, View(0.1, -1, 101).Ask(agent).Confidence, 12);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);
}
