using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Trend;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Trend;

public class AdxDmiTests
{
    private static readonly AdxDmiAgent s_agent = new(new());

    private static SomeView View(double adx, double plus, double minus) =>
        new() { ["adx_14"] = adx, ["pdi_14"] = plus, ["mdi_14"] = minus };

    [Fact]
    public void Buys_a_trend_with_the_mean_of_strength_and_clarity_as_confidence() =>
        Assert.Equal(Vote.Buy((0.5 + 0.2) / 2, "trending-up", 35, 20), View(35, 24, 16).Ask(s_agent));

    [Fact]
    public void Sells_a_trend_whose_minus_leads() =>
        Assert.Equal(Vote.Sell((0.5 + 0.2) / 2, "trending-down", 35, 20), View(35, 16, 24).Ask(s_agent));

    [Theory]
    [InlineData(20.0, false)]
    [InlineData(20.001, true)]
    public void Votes_above_20_only(double adx, bool votes) =>
        Assert.Equal(votes, !View(adx, 24, 16).Ask(s_agent).Abstains);

    [Theory]
    [InlineData(19, 24, 16, "no-trend")]
    [InlineData(30, 20, 20, "no-direction")]
    [InlineData(30, 0, 0, "no-direction")]
    public void Abstains_without_trend_or_direction(double adx, double plus, double minus, string reason) =>
        Assert.Equal((true, reason), (View(adx, plus, minus).Ask(s_agent).Abstains, View(adx, plus, minus).Ask(s_agent).Reason));

    [Theory]
    [InlineData(21, 20, 1, "di-cross-up")]
    [InlineData(20, 21, -1, "di-cross-down")]
    public void A_cross_has_at_least_the_confidence_of_a_cross(double plus, double minus, int direction, string reason)
    {
        var view = new SomeView { ["adx_14"] = 25, ["pdi_14"] = (plus, 20.5), ["mdi_14"] = (minus, 20.5) };
        Assert.Equal(Vote.Toward(direction, 0.5, reason, 25, 20), view.Ask(s_agent));
    }

    [Fact]
    public void Warms_up_with_the_adx() =>
        Assert.Equal(Vote.WarmingUp, View(double.NaN, 24, 16).Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_adx() =>
        Confidence.AssertRises(Enumerable.Range(21, 50).Select(adx => View(adx, 24, 16).Ask(s_agent)), 0.1 + 1 / 60.0, 0.6);

    [Fact]
    public void Confidence_rises_with_the_spread() =>
        Confidence.AssertRises(Enumerable.Range(21, 20).Select(plus => View(50, plus, 40 - plus).Ask(s_agent)), 0.525, 1);

    [Fact]
    public void Options_change_the_outcome()
    {
        Assert.True(View(24, 24, 16).Ask(new AdxDmiAgent(new() { Trending = 25 })).Abstains);
        Assert.Equal(0.2, View(35, 24, 16).Ask(new AdxDmiAgent(new() { Full = 95 })).Confidence, 12);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);
}
