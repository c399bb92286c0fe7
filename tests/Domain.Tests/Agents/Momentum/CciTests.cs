using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Momentum;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Momentum;

public class CciTests
{
    private static readonly CciAgent s_agent = new(new());

    private static SomeView View(double cci, double before) => new() { ["cci_20"] = (cci, before) };

    [Theory]
    [InlineData(-120, -125, 1, 0.25, "oversold-turning-up", -100)]
    [InlineData(120, 125, -1, 0.25, "overbought-turning-down", 100)]
    [InlineData(-80, -125, 1, 0.5, "back-from-oversold", -100)]
    [InlineData(80, 125, -1, 0.5, "back-from-overbought", 100)]
    [InlineData(-80, -175, 1, 0.75, "back-from-oversold", -100)]
    [InlineData(-100, -125, 1, 0.5, "back-from-oversold", -100)]              // on the band is inside
    [InlineData(150, -125, 1, 0.5, "back-from-oversold", -100)]
    public void Fades_a_turn_from_beyond_the_band(double cci, double before, int direction, double confidence, string reason, double band) =>
        Assert.Equal(Vote.Toward(direction, confidence, reason, cci, band), View(cci, before).Ask(s_agent));

    [Theory]
    [InlineData(-130, -125, "oversold-not-turning", -100)]
    [InlineData(-125, -125, "oversold-not-turning", -100)]
    [InlineData(130, 125, "overbought-not-turning", 100)]
    [InlineData(-120, -100, "leaving-band", -100)]
    [InlineData(120, 90, "leaving-band", 100)]
    [InlineData(-50, -60, "inside-band", -100)]
    [InlineData(50, 60, "inside-band", 100)]
    public void Abstains_with_the_band_that_it_looked_at(double cci, double before, string reason, double band) =>
        Assert.Equal(Vote.Abstain(reason, cci, band), View(cci, before).Ask(s_agent));

    [Fact]
    public void Warms_up_while_the_bar_before_has_no_value() =>
        Assert.Equal(Vote.WarmingUp, View(-120, double.NaN).Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_depth_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(1, 20).Select(i => View(-101, -100 - 10 * i).Ask(s_agent)), 0.1, 1);

    [Fact]
    public void Options_change_the_outcome()
    {
        var agent = new CciAgent(new() { Band = 120, FullDepth = 10, ReturnConfidence = 0 });
        Assert.Equal(0.5, View(-122, -125).Ask(agent).Confidence);
        Assert.Equal(0.5, View(-80, -125).Ask(agent).Confidence);
        Assert.True(View(-80, -110).Ask(agent).Abstains);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);
}
