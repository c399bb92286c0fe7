using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Pattern;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Pattern;

public class DoubleTopBottomTests
{
    private static readonly DoubleTopBottomAgent s_agent = new(new());

    private static SomeView View(double close, double first = 120, double second = 120, double low = 110, double age = 30, double side = 1) => new()
    {
        Close = close, ["atr_14"] = 1, ["pivot_5_side"] = side,
        ["pivot_5_price_1"] = second, ["pivot_5_price_2"] = low, ["pivot_5_price_3"] = first, ["pivot_5_price_4"] = 115, ["pivot_5_price_5"] = 117,
        ["pivot_5_age_1"] = 7, ["pivot_5_age_3"] = age, ["pivot_5_age_5"] = age + 20,
    };

    [Theory]
    [InlineData(1, 13, 13, 119.5)]
    [InlineData(1, 11, 12, 120)]                                        // 23 bars apart
    [InlineData(0, 11, 11, 120)]                                        // 22 are too few
    [InlineData(0, 13, 13, 116)]                                        // one is half the height lower
    public void Sells_below_the_neckline_of_two_tops_and_buys_above_that_of_two_bottoms(int expected, int down, int up, double second)
    {
        Bar[] bars = Drawn.Lines(100, (20, 120), (down, 112), (up, second), (20, 105));
        Vote[] sold = [.. bars.Ask(s_agent).Cast()], bought = [.. bars.UpsideDown().Ask(s_agent).Cast()];
        Assert.Equal(expected > 0, sold.Length > 0);
        Assert.All(sold, vote => Assert.Equal((-1, "double-top-broken"), (vote.Direction, vote.Reason)));
        Assert.All(sold, vote => Assert.True(vote.Value < vote.Limit && Math.Abs(vote.Limit - 111.95) < 1e-9));
        Assert.Equal(expected > 0, bought.Length > 0);
        Assert.All(bought, vote => Assert.Equal((1, "double-bottom-broken"), (vote.Direction, vote.Reason)));
    }

    [Theory]
    [InlineData(true, 123.5)]                                           // both within 1.5 % of their mean
    [InlineData(false, 123.8)]
    public void Tops_are_within_1_5_percent_of_their_mean(bool expected, double second) =>
        Assert.Equal(expected, Drawn.Lines(100, (20, 120), (25, 90), (25, second), (45, 80)).Ask(s_agent).Cast().Any());

    [Theory]
    [InlineData(true, 118)]
    [InlineData(false, 122)]                                            // then it is no double top but a head
    public void A_lower_top_may_lie_between(bool expected, double middle)
    {
        Vote[] cast = [.. Drawn.Lines(100, (20, 120), (7, 111), (7, middle), (7, 112), (7, 120), (20, 104)).Ask(s_agent).Cast()];
        Assert.Equal(expected, cast.Length > 0);
        Assert.All(cast, vote => Assert.Equal(110.95, vote.Limit, 9));  // the lower of the two lows
    }

    [Fact]
    public void Speaks_only_between_the_break_and_the_target()
    {
        Assert.Equal(Vote.Abstain("neckline-holds", 110, 110), View(110).Ask(s_agent));
        Assert.Equal(Vote.Sell(0.9, "double-top-broken", 109, 110), View(109).Ask(s_agent));
        Assert.Equal(Vote.Abstain("target-reached", 100, 110), View(100).Ask(s_agent));
        Assert.Equal(Vote.Abstain("no-double-top", 109, 120), View(109, age: 29).Ask(s_agent));
    }

    [Fact]
    public void Confidence_falls_as_the_move_is_used_up() =>
        Confidence.AssertRises(Enumerable.Range(0, 10).Select(i => View(101 + i * 0.999).Ask(s_agent)), 0.1, 0.9991);

    // Tops 118 and 122 about 120: 4 apart where 0.015 · 240 = 3.6 is the bound, so 119 and 121 lie at 2 / min(3.6, 0.25 · 10) = 0.8 of it.
    [Fact]
    public void Uneven_tops_weigh_less()
    {
        Assert.Equal(0.9 * (1 - 0.8 / 2), View(109, first: 119, second: 121).Ask(s_agent).Confidence, 12);
        Assert.True(View(109, first: 118, second: 122).Ask(s_agent).Abstains);
    }

    [Fact]
    public void A_low_pattern_is_noise() => Assert.True(View(118.05, low: 118.1).Ask(s_agent).Abstains);

    [Fact]
    public void Waits_for_three_turning_points() =>
        Assert.Equal("too-few-pivots", new SomeView
        {
            ["atr_14"] = 1, ["pivot_5_side"] = 0, ["pivot_5_price_1"] = 100, ["pivot_5_price_2"] = 100, ["pivot_5_price_3"] = 100, ["pivot_5_price_4"] = 100,
            ["pivot_5_price_5"] = 100, ["pivot_5_age_1"] = 0, ["pivot_5_age_3"] = 0, ["pivot_5_age_5"] = 0,
        }.Ask(s_agent).Reason);

    [Fact]
    public void Options_change_the_outcome()
    {
        Assert.False(View(109, age: 20).Ask(new DoubleTopBottomAgent(new() { MinBars = 10 })).Abstains);
        Assert.True(View(109, second: 119).Ask(new DoubleTopBottomAgent(new() { Tolerance = 0.001 })).Abstains);
        Assert.True(View(109).Ask(new DoubleTopBottomAgent(new() { MinHeightAtr = 11 })).Abstains);
        Assert.True(View(109, second: 119).Ask(new DoubleTopBottomAgent(new() { MaxUneven = 0.05 })).Abstains);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);
}
