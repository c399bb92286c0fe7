using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Momentum;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Momentum;

public class UltimateOscillatorTests
{
    private static readonly UltimateOscillatorAgent s_agent = new(new());

    private static SomeView View(double oscillator, double before) => new() { ["ultosc_7_14_28"] = (oscillator, before) };

    [Theory]
    [InlineData(28, 27.5, 1, 0.25, "oversold-turning-up", 30)]
    [InlineData(72, 72.5, -1, 0.25, "overbought-turning-down", 70)]
    [InlineData(32, 27.5, 1, 0.5, "back-from-oversold", 30)]
    [InlineData(68, 72.5, -1, 0.5, "back-from-overbought", 70)]
    [InlineData(30, 22.5, 1, 0.75, "back-from-oversold", 30)]                  // on the band is inside
    [InlineData(70, 77.5, -1, 0.75, "back-from-overbought", 70)]
    public void Fades_a_turn_from_beyond_a_band(double oscillator, double before, int direction, double confidence, string reason, double band) =>
        Assert.Equal(Vote.Toward(direction, confidence, reason, oscillator, band), View(oscillator, before).Ask(s_agent));

    [Theory]
    [InlineData(27, 28, "oversold-not-turning", 30)]
    [InlineData(28, 28, "oversold-not-turning", 30)]
    [InlineData(73, 72, "overbought-not-turning", 70)]
    [InlineData(28, 30, "inside-bands", 30)]                                    // entered only now
    [InlineData(40, 30, "inside-bands", 30)]
    [InlineData(60, 70, "inside-bands", 70)]
    public void Abstains_with_the_band_that_it_looked_at(double oscillator, double before, string reason, double band) =>
        Assert.Equal(Vote.Abstain(reason, oscillator, band), View(oscillator, before).Ask(s_agent));

    [Fact]
    public void Warms_up_while_the_bar_before_has_no_value() =>
        Assert.Equal(Vote.WarmingUp, View(28, double.NaN).Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_depth_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(1, 20).Select(i => View(29.5, 30 - i).Ask(s_agent)), 0.1, 1);

    [Fact]
    public void Options_change_the_outcome()
    {
        var agent = new UltimateOscillatorAgent(new() { Oversold = 40, Overbought = 60, FullDepth = 20, ReturnConfidence = 0 });
        Assert.Equal(0.25, View(38, 35).Ask(agent).Confidence);
        Assert.Equal(0.25, View(55, 65).Ask(agent).Confidence);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);
}
