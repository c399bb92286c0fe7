using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Pattern;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Pattern;

public class HeadShouldersTests
{
    private static readonly HeadShouldersAgent s_agent = new(new());

    /// <summary>Tops at bars −47, −27 and −7, lows at −37 and −17.</summary>
    private static SomeView View(double close, double e1 = 115, double e2 = 110, double e3 = 120, double e4 = 110, double e5 = 115, double age1 = 47) => new()
    {
        Close = close, ["atr_14"] = 1, ["pivot_5_side"] = 1,
        ["pivot_5_price_1"] = e5, ["pivot_5_price_2"] = e4, ["pivot_5_price_3"] = e3, ["pivot_5_price_4"] = e2, ["pivot_5_price_5"] = e1,
        ["pivot_5_age_2"] = 17, ["pivot_5_age_3"] = 27, ["pivot_5_age_4"] = 37, ["pivot_5_age_5"] = age1,
    };

    [Theory]
    [InlineData(true, 115, 122, 115.5)]
    [InlineData(false, 115, 114, 115.5)]                                // the head is no head
    [InlineData(false, 115, 125, 119)]                                  // shoulders 3.4 % apart
    [InlineData(true, 115, 125, 117)]
    public void Sells_a_head_between_level_shoulders_and_buys_the_inverse(bool expected, double left, double head, double right)
    {
        Bar[] bars = Drawn.Lines(100, (20, left), (8, 110), (10, head), (10, 110.5), (8, right), (24, 96));
        Vote[] sold = [.. bars.Ask(s_agent).Cast()], bought = [.. bars.UpsideDown().Ask(s_agent).Cast()];
        Assert.Equal(expected, sold.Any(vote => vote.Reason == "head-and-shoulders"));
        Assert.Equal(expected, sold.Any(vote => vote.Reason == "head-and-shoulders-broken"));
        Assert.All(sold, vote => Assert.Equal(-1, vote.Direction));
        Assert.Equal(expected, bought.Any(vote => vote.Reason == "inverse-head-and-shoulders"));
        Assert.Equal(expected, bought.Any(vote => vote.Reason == "inverse-head-and-shoulders-broken"));
        Assert.All(bought, vote => Assert.Equal(1, vote.Direction));
    }

    [Fact]
    public void Says_less_before_the_break_and_nothing_past_the_target_or_the_shoulder()
    {
        Assert.Equal(Vote.Sell(0.3, "head-and-shoulders", 112, 110), View(112).Ask(s_agent));
        Assert.Equal(Vote.Sell(0.8, "head-and-shoulders-broken", 108, 110), View(108).Ask(s_agent));
        Assert.Equal(Vote.Abstain("target-reached", 100, 110), View(100).Ask(s_agent));
        Assert.Equal(Vote.Abstain("beyond-the-shoulder", 115.1, 115), View(115.1).Ask(s_agent));
    }

    // Lows 109 and 111 twenty bars apart: 0.1 a bar, so 112.7 at this bar, 110 under the head. 2 of 0.015 · 220 = 3.3 is 0.6 of the bound.
    [Fact]
    public void The_neckline_slopes_with_its_lows()
    {
        Vote vote = View(112.2, e2: 109, e4: 111).Ask(s_agent);
        Assert.Equal(112.7, vote.Limit, 12);
        Assert.Equal((1 - 1 / 3.3) * (1 - 0.05), vote.Confidence, 12);
    }

    [Fact]
    public void Uneven_shoulders_weigh_less_and_then_nothing() =>
        Confidence.AssertRises(Enumerable.Range(0, 34).Select(i => View(109, e5: 118.3 - i / 10.0).Ask(s_agent)), 0.9 * (1 - 3.3 / (0.015 * 233.3) / 2), 0.9);

    [Theory]
    [InlineData(115, 110, 115)]                                         // head level with the shoulders
    [InlineData(115, 110, 112)]                                         // or below them
    [InlineData(119, 110, 120)]                                         // shoulders 4 apart
    [InlineData(115, 113.5, 120)]                                       // lows 3.5 apart
    public void Abstains_just_outside_the_rule(double e1, double e2, double e3) =>
        Assert.Equal("no-head-and-shoulders", View(109, e1, e2, e3).Ask(s_agent).Reason);

    [Fact]
    public void Needs_five_turning_points() => Assert.Equal("too-few-pivots", View(109, age1: 0).Ask(s_agent).Reason);

    [Fact]
    public void Options_change_the_outcome()
    {
        Assert.True(View(112).Ask(new HeadShouldersAgent(new() { Forming = 0 })).Abstains);
        Assert.True(View(109, e1: 116).Ask(new HeadShouldersAgent(new() { Tolerance = 0.004 })).Abstains);
        Assert.True(View(109, e1: 116).Ask(new HeadShouldersAgent(new() { MaxUneven = 0.09 })).Abstains);
        Assert.True(View(109).Ask(new HeadShouldersAgent(new() { MinHeightAtr = 10.1 })).Abstains);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);
}
