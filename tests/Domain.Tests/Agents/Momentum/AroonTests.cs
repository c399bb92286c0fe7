using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Momentum;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Momentum;

public class AroonTests
{
    private static readonly AroonAgent s_agent = new(new());

    private static SomeView View(double up, double down, double upBefore, double downBefore) =>
        new() { ["aroon_25_up"] = (up, upBefore), ["aroon_25_down"] = (down, downBefore) };

    [Theory]
    [InlineData(96, 36, 100, 40, 1, 0.6, "highs-fresher", 70)]
    [InlineData(36, 96, 40, 100, -1, 0.6, "lows-fresher", -70)]
    [InlineData(100, 80, 48, 84, 1, 0.3, "aroon-cross-up", 70)]
    [InlineData(100, 80, 84, 84, 1, 0.3, "aroon-cross-up", 70)]
    [InlineData(80, 100, 84, 48, -1, 0.3, "aroon-cross-down", -70)]
    [InlineData(100, 20, 16, 24, 1, 0.8, "aroon-cross-up", 70)]
    public void Follows_the_fresher_extreme(
        double up, double down, double upBefore, double downBefore, int direction, double confidence, string reason, double limit) =>
        Assert.Equal(Vote.Toward(direction, confidence, reason, up - down, limit), View(up, down, upBefore, downBefore).Ask(s_agent));

    [Theory]
    [InlineData(70, true)]
    [InlineData(68, false)]
    public void The_leading_line_must_be_strong(double up, bool votes) =>
        Assert.Equal(votes, !View(up, 20, up, 20).Ask(s_agent).Abstains);

    [Theory]
    [InlineData(60, 40, "consolidating", 20, 70)]
    [InlineData(40, 60, "consolidating", -20, -70)]
    [InlineData(100, 100, "lines-equal", 0, 70)]                                // an outside bar after a calm
    [InlineData(0, 0, "lines-equal", 0, 70)]
    public void Abstains_without_a_strong_leader(double up, double down, string reason, double lead, double limit) =>
        Assert.Equal(Vote.Abstain(reason, lead, limit), View(up, down, up, down).Ask(s_agent));

    [Fact]
    public void Warms_up_while_the_bar_before_has_no_value() =>
        Assert.Equal(Vote.WarmingUp, View(96, 36, double.NaN, 40).Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_lead_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(0, 11).Select(i => View(100, 90 - 9 * i, 100, 0).Ask(s_agent)), 0.1, 1);

    [Fact]
    public void Options_change_the_outcome()
    {
        Assert.True(View(80, 20, 84, 24).Ask(new AroonAgent(new() { Strong = 90 })).Abstains);
        Assert.Equal(0.2, View(100, 80, 48, 84).Ask(new AroonAgent(new() { CrossConfidence = 0 })).Confidence, 12);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);
}
