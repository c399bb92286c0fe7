using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Trend;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Trend;

public class MacdTests
{
    private static readonly MacdAgent s_agent = new(new());

    private static SomeView View(double histogram, double before) => new()
    {
        ["macd_12_26_9"] = 1 + histogram, ["macd_12_26_9_signal"] = 1, ["macd_12_26_9_hist"] = (histogram, before), ["atr_14"] = 2,
    };

    [Fact]
    public void Buys_a_rising_histogram_above_0() =>
        Assert.Equal(Vote.Buy(0.5, "histogram-rising", 1.5, 1), View(0.5, 0.4).Ask(s_agent));

    [Fact]
    public void Sells_a_falling_histogram_below_0() =>
        Assert.Equal(Vote.Sell(0.5, "histogram-falling", 0.5, 1), View(-0.5, -0.4).Ask(s_agent));

    [Theory]
    [InlineData(0.125, -0.1, 1, "signal-cross-up")]
    [InlineData(0.125, 0, 1, "signal-cross-up")]
    [InlineData(-0.125, 0.1, -1, "signal-cross-down")]
    public void A_cross_has_at_least_the_confidence_of_a_cross(double histogram, double before, int direction, string reason) =>
        Assert.Equal(Vote.Toward(direction, 0.5, reason, 1 + histogram, 1), View(histogram, before).Ask(s_agent));

    [Theory]
    [InlineData(0.5, 0.5, "histogram-shrinking")]
    [InlineData(0.5, 0.6, "histogram-shrinking")]
    [InlineData(-0.5, -0.5, "histogram-shrinking")]
    [InlineData(0, 0.1, "on-signal-line")]
    public void Abstains_when_the_histogram_does_not_grow(double histogram, double before, string reason) =>
        Assert.Equal((true, reason), (View(histogram, before).Ask(s_agent).Abstains, View(histogram, before).Ask(s_agent).Reason));

    [Fact]
    public void Warms_up_while_the_histogram_has_no_slope() =>
        Assert.Equal(Vote.WarmingUp, View(0.5, double.NaN).Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_histogram_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(1, 20).Select(i => View(i / 10.0, i / 10.0 - 0.05).Ask(s_agent)), 0.1, 1);

    [Fact]
    public void Options_change_the_outcome()
    {
        var agent = new MacdAgent(new() { FullHistogramAtr = 1, CrossConfidence = 0 });
        Assert.Equal(0.25, View(0.5, 0.4).Ask(agent).Confidence);
        Assert.Equal(0.0625, View(0.125, -0.1).Ask(agent).Confidence);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);
}
