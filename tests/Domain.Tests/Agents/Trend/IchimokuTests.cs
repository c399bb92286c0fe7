using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Trend;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Trend;

public class IchimokuTests
{
    private static readonly IchimokuAgent s_agent = new(new() { FullDistanceAtr = 3 });

    private static SomeView View(double close, double tenkan, double kijun, double a, double b) => new()
    {
        Close = close,
        ["ichimoku_9_26_52_tenkan"] = tenkan, ["ichimoku_9_26_52_kijun"] = kijun,
        ["ichimoku_9_26_52_senkou_a"] = a, ["ichimoku_9_26_52_senkou_b"] = b, ["atr_14"] = 2,
    };

    [Theory]
    [InlineData(103, 2, 1, 100, 98, 1, 0.75, "above-cloud", 100)]
    [InlineData(103, 1, 2, 100, 98, 1, 0.5, "above-cloud", 100)]             // the lines disagree
    [InlineData(103, 1, 2, 98, 100, 1, 0.25, "above-cloud", 100)]            // so does the cloud
    [InlineData(103, 1, 1, 100, 100, 1, 0.25, "above-cloud", 100)]           // equal lines agree with nobody
    [InlineData(97, 1, 2, 100, 102, -1, 0.75, "below-cloud", 100)]
    [InlineData(97, 2, 1, 100, 102, -1, 0.5, "below-cloud", 100)]
    [InlineData(97, 2, 1, 102, 100, -1, 0.25, "below-cloud", 100)]
    public void Follows_a_close_beyond_the_cloud(
        double close, double tenkan, double kijun, double a, double b, int direction, double confidence, string reason, double edge) =>
        Assert.Equal(Vote.Toward(direction, confidence, reason, close, edge), View(close, tenkan, kijun, a, b).Ask(s_agent));

    [Theory]
    [InlineData(100, 100)]                                                      // on the edge is inside
    [InlineData(99.5, 100)]
    [InlineData(98.5, 98)]
    [InlineData(98, 98)]
    public void Abstains_inside_the_cloud_with_the_nearer_edge(double close, double edge) =>
        Assert.Equal(Vote.Abstain("inside-cloud", close, edge), View(close, 2, 1, 100, 98).Ask(s_agent));

    [Fact]
    public void Abstains_where_all_lines_oppose_a_close_that_has_hardly_left_the_cloud() =>
        Assert.Equal(Vote.Abstain("lines-against-price", 100.5, 100), View(100.5, 1, 2, 98, 100).Ask(s_agent));

    [Fact]
    public void Warms_up_with_the_slowest_edge() =>
        Assert.Equal(Vote.WarmingUp, View(103, 2, 1, 100, double.NaN).Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_distance_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(0, 20).Select(i => View(100.0001 + i, 2, 1, 100, 98).Ask(s_agent)), 0.5 + 0.5 * 0.0001 / 6, 1);

    [Fact]
    public void Options_change_the_outcome()
    {
        Assert.Equal(0.625, View(103, 2, 1, 100, 98).Ask(new IchimokuAgent(new() { FullDistanceAtr = 6 })).Confidence);
        Assert.False(View(100.5, 1, 2, 98, 100).Ask(new IchimokuAgent(new() { MinConfidence = 0 })).Abstains);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(new IchimokuAgent(new()));
}
