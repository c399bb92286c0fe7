using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Volume;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Volume;

public class VolumeSpikeTests
{
    private static readonly VolumeSpikeAgent s_agent = new(new());

    /// <summary>A bar from 90 to 110 on so many medians of volume.</summary>
    private static SomeView View(double close, double ratio) =>
        new() { Close = close, High = 110, Low = 90, Volume = 1000 * ratio, ["volume_median_20"] = 1000 };

    [Fact]
    public void Buys_a_spike_that_closed_high() =>
        Assert.Equal(Vote.Buy(0.5 * 0.75, "spike-closed-high", 3, 2.5), View(105, 3).Ask(s_agent));

    [Fact]
    public void Sells_a_spike_that_closed_low() =>
        Assert.Equal(Vote.Sell(0.75, "spike-closed-low", 3, 2.5), View(90, 3).Ask(s_agent));

    [Theory]
    [InlineData(2.5, true)]
    [InlineData(2.499, false)]
    public void A_spike_begins_at_two_and_a_half_medians(double ratio, bool votes) =>
        Assert.Equal(votes, !View(105, ratio).Ask(s_agent).Abstains);

    [Fact]
    public void Abstains_on_ordinary_volume() =>
        Assert.Equal(Vote.Abstain("volume-ordinary", 1, 2.5), View(105, 1).Ask(s_agent));

    [Fact]
    public void Abstains_when_the_close_takes_no_side()
    {
        Assert.Equal(Vote.Abstain("close-at-mid-range", 3, 2.5), View(100, 3).Ask(s_agent));
        Assert.Equal("close-at-mid-range", new SomeView { Volume = 3000, ["volume_median_20"] = 1000 }.Ask(s_agent).Reason);
    }

    [Fact]
    public void Says_so_when_there_is_no_volume() =>
        Assert.Equal(Vote.Abstain("no-volume"), new SomeView { ["volume_median_20"] = 0 }.Ask(s_agent));

    [Fact]
    public void Warms_up_with_the_median() =>
        Assert.Equal(Vote.WarmingUp, new SomeView().Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_volume_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(25, 30).Select(i => View(110, i / 10.0).Ask(s_agent)), 0.625, 1);

    [Fact]
    public void Confidence_rises_with_the_close_location() =>
        Confidence.AssertRises(Enumerable.Range(101, 10).Select(close => View(close, 4).Ask(s_agent)), 0.1, 1);

    [Fact]
    public void Options_change_the_outcome()
    {
        Assert.True(View(105, 3).Ask(new VolumeSpikeAgent(new() { MinRatio = 3.5 })).Abstains);
        Assert.Equal(0.3, View(110, 3).Ask(new VolumeSpikeAgent(new() { FullRatio = 10 })).Confidence, 12);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);
}
