using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Trend;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Trend;

public class DonchianBreakoutTests
{
    private static readonly DonchianBreakoutAgent s_agent = new(new());

    private static SomeView View(double close) => new()
    {
        Close = close,
        ["donchian_10_upper"] = 104, ["donchian_10_lower"] = 96,
        ["donchian_20_upper"] = 106, ["donchian_20_lower"] = 94,
        ["donchian_55_upper"] = 108, ["donchian_55_lower"] = 92,
        ["atr_14"] = 2,
    };

    [Theory]
    [InlineData(107, 1, 0.4 + 0.6 * 0.25, "break-up-20", 106)]
    [InlineData(108, 1, 0.4 + 0.6 * 0.5, "break-up-20", 106)]          // on the 55-bar edge is not beyond it
    [InlineData(109, 1, 0.6 + 0.4 * 0.75, "break-up-55", 108)]
    [InlineData(93, -1, 0.4 + 0.6 * 0.25, "break-down-20", 94)]
    [InlineData(91, -1, 0.6 + 0.4 * 0.75, "break-down-55", 92)]
    public void Follows_a_break(double close, int direction, double confidence, string reason, double edge) =>
        Assert.Equal(Vote.Toward(direction, confidence, reason, close, edge), View(close).Ask(s_agent));

    [Theory]
    [InlineData(105, 0.5, "exit-short-10", 104)]
    [InlineData(106, 0.5, "exit-short-10", 104)]                       // on the 20-bar edge is not beyond it
    [InlineData(95, -0.5, "exit-long-10", 96)]
    public void A_break_of_10_bars_only_leaves_the_other_side(double close, double direction, string reason, double edge) =>
        Assert.Equal(Vote.Toward(direction, 0.3, reason, close, edge), View(close).Ask(s_agent));

    [Theory]
    [InlineData(104, 106)]
    [InlineData(96, 94)]
    public void Abstains_inside_the_channels(double close, double nearerEdge) =>
        Assert.Equal(Vote.Abstain("inside-channel", close, nearerEdge), View(close).Ask(s_agent));

    [Fact]
    public void Warms_up_while_the_longest_channel_does() =>
        Assert.Equal(Vote.WarmingUp, new SomeView
        {
            Close = 107,
            ["donchian_10_upper"] = 104, ["donchian_10_lower"] = 96,
            ["donchian_20_upper"] = 106, ["donchian_20_lower"] = 94, ["atr_14"] = 2,
        }.Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_close_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(0, 20).Select(i => View(105 + i / 2.0).Ask(s_agent)), 0.3, 1);

    [Fact]
    public void Options_change_the_outcome()
    {
        var agent = new DonchianBreakoutAgent(new() { FullBreakAtr = 1, Confidence20 = 0, Confidence55 = 0.5, ExitConfidence = 0 });
        Assert.Equal(0.5, View(107).Ask(agent).Confidence);
        Assert.True(View(105).Ask(agent).Abstains);
        Assert.Equal(-1, View(95).Ask(new DonchianBreakoutAgent(new() { ExitDirection = 1 })).Direction);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);
}
