using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Pattern;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Pattern;

public class SupportResistanceTests
{
    private static readonly SupportResistanceAgent s_agent = new(new());

    /// <summary>Four touches each at 95 and 105.</summary>
    private static SomeView View(double high, double low, double close, double touches = 4) => new()
    {
        High = high, Low = low, Close = close, ["atr_14"] = 2,
        ["levels_5_16_0.5_3_support"] = 95, ["levels_5_16_0.5_3_support_touches"] = touches,
        ["levels_5_16_0.5_3_resistance"] = 105, ["levels_5_16_0.5_3_resistance_touches"] = touches,
    };

    private static readonly Vote s_broken = Vote.Buy(0.5 * 0.75, "resistance-broken", 106.5, 105);

    [Fact]
    public void Follows_a_close_through_a_level_by_half_an_atr()
    {
        Assert.Equal(s_broken, View(106.5, 104, 106.5).Ask(s_agent));
        Assert.Equal(Vote.Sell(0.5 * 0.75, "support-broken", 93.5, 95), View(96, 93.5, 93.5).Ask(s_agent));
        Assert.NotEqual("resistance-broken", View(106, 104, 106).Ask(s_agent).Reason);
    }

    [Fact]
    public void Takes_a_bar_that_turns_at_a_level()
    {
        Assert.Equal(Vote.Buy(0.5 * 0.5, "bounce-from-support", 98, 95), View(99, 95, 98).Ask(s_agent));
        Assert.Equal(Vote.Sell(0.5 * 0.5, "bounce-from-resistance", 102, 105), View(105, 101, 102).Ask(s_agent));
        Assert.Equal(Vote.Buy(0.5 * 0.5, "bounce-from-support", 98.5, 95), View(99.5, 95.5, 98.5).Ask(s_agent));
        Assert.Equal("away-from-levels", View(99.6, 95.6, 98.6).Ask(s_agent).Reason);
    }

    [Theory]
    [InlineData(99, 95, 97, "support-under-test")]
    [InlineData(99, 95, 96, "support-under-test")]
    [InlineData(105, 101, 104, "resistance-under-test")]
    [InlineData(105, 95, 100, "between-two-levels")]
    [InlineData(95, 95, 95, "support-under-test")]
    [InlineData(102, 98, 100, "away-from-levels")]
    public void Abstains_else(double high, double low, double close, string reason) =>
        Assert.Equal((true, reason), (View(high, low, close).Ask(s_agent).Abstains, View(high, low, close).Ask(s_agent).Reason));

    [Fact]
    public void Says_nothing_without_a_level() => Assert.Equal(Vote.Abstain("no-levels"), View(106.5, 104, 106.5, touches: 0).Ask(s_agent));

    [Fact]
    public void More_touches_make_a_level_stronger_up_to_six() =>
        Confidence.AssertRises(Enumerable.Range(3, 6).Select(touches => View(99, 95, 99, touches).Ask(s_agent)), 0.25, 1);

    [Fact]
    public void Needs_the_bar_before() =>
        Assert.Equal(Vote.WarmingUp, new SomeView
        {
            ["atr_14"] = 1, ["levels_5_16_0.5_3_support"] = (95, double.NaN), ["levels_5_16_0.5_3_support_touches"] = (3, double.NaN),
            ["levels_5_16_0.5_3_resistance"] = (105, double.NaN), ["levels_5_16_0.5_3_resistance_touches"] = (3, double.NaN),
        }.Ask(s_agent));

    [Theory]
    [InlineData(9, true)]
    [InlineData(5, false)]                                              // two lows and two highs: no level yet
    public void Finds_what_is_drawn_and_its_mirror_image(int legs, bool expected)
    {
        Bar[] bars = Drawn.Lines(95, [.. Enumerable.Range(0, legs).Select(i => (10, i % 2 == 0 ? 105.0 : 95)), (1, 107)]);
        Vote[] votes = bars.Ask(s_agent), mirrored = bars.UpsideDown().Ask(s_agent);
        Assert.Equal(expected, votes[^1] is { Direction: 1, Reason: "resistance-broken" });
        Assert.Equal(expected, mirrored[^1] is { Direction: -1, Reason: "support-broken" });
        Assert.Equal(expected, votes.Any(vote => vote is { Direction: 1, Reason: "bounce-from-support" }));
        Assert.Equal(expected, votes.Any(vote => vote is { Direction: -1, Reason: "bounce-from-resistance" }));
    }

    [Fact]
    public void Options_change_the_outcome()
    {
        Assert.NotEqual("resistance-broken", View(106.5, 104, 106.5).Ask(new SupportResistanceAgent(new() { BreakAtr = 1 })).Reason);
        Assert.Equal("away-from-levels", View(99.5, 95.5, 98.5).Ask(new SupportResistanceAgent(new() { NearAtr = 0.1 })).Reason);
        Assert.Equal(0.5, View(99, 95, 98).Ask(new SupportResistanceAgent(new() { FullTouches = 4 })).Confidence);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);
}
