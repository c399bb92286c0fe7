using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Momentum;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Momentum;

public class StochRsiTests
{
    private static readonly StochRsiAgent s_agent = new(new());

    private static SomeView View(double line, double signal, double lineBefore, double signalBefore) =>
        new() { ["stochrsi_14_14_3_1"] = (line, lineBefore), ["stochrsi_14_14_3_1_signal"] = (signal, signalBefore) };

    [Theory]
    [InlineData(20, 15, 5, 10, 1, 0.5, "oversold-cross-up", 20)]
    [InlineData(20, 15, 10, 10, 1, 0.5, "oversold-cross-up", 20)]
    [InlineData(20, 5, 0, 10, 1, 0.75, "oversold-cross-up", 20)]
    [InlineData(25, 15, 20, 10, 1, 0.25, "oversold-turning-up", 20)]
    [InlineData(80, 85, 95, 90, -1, 0.5, "overbought-cross-down", 80)]
    [InlineData(75, 85, 80, 90, -1, 0.25, "overbought-turning-down", 80)]
    public void Takes_the_side_that_the_line_turns_to(
        double line, double signal, double lineBefore, double signalBefore, int direction, double confidence, string reason, double edge) =>
        Assert.Equal(Vote.Toward(direction, confidence, reason, signal, edge), View(line, signal, lineBefore, signalBefore).Ask(s_agent));

    [Theory]
    [InlineData(0, 0, "oversold-not-turning", 20)]                              // at rest on the floor
    [InlineData(10, 15, "oversold-not-turning", 20)]
    [InlineData(100, 100, "overbought-not-turning", 80)]
    [InlineData(30, 20, "inside-zones", 20)]                                    // on the edge is inside
    [InlineData(70, 80, "inside-zones", 80)]
    public void Abstains_with_the_edge_that_it_looked_at(double line, double signal, string reason, double edge) =>
        Assert.Equal(Vote.Abstain(reason, signal, edge), View(line, signal, line, signal).Ask(s_agent));

    [Fact]
    public void Warms_up_while_the_signal_does() =>
        Assert.Equal(Vote.WarmingUp, View(20, 15, 5, double.NaN).Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_depth_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(1, 20).Select(i => View(30, 20 - i, 30, 10).Ask(s_agent)), 0.05, 1);

    [Fact]
    public void Options_change_the_outcome()
    {
        var agent = new StochRsiAgent(new() { Oversold = 30, Overbought = 60, FullDepth = 10, CrossConfidence = 0.9 });
        Assert.Equal(0.5, View(40, 25, 40, 20).Ask(agent).Confidence);
        Assert.Equal(0.9, View(60, 65, 67, 66).Ask(agent).Confidence);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);
}
