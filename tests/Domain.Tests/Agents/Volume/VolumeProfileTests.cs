using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Volume;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Volume;

public class VolumeProfileTests
{
    private static readonly VolumeProfileAgent s_agent = new(new());

    /// <summary>An area from 90 to 110.</summary>
    private static SomeView View(double close, double before, double? high = null, double? low = null, double median = 1000) => new()
    {
        Close = close, High = high ?? close, Low = low ?? close,
        ["vp_vah"] = 110, ["vp_val"] = 90, ["vp_position"] = ((close - 90) / 20, (before - 90) / 20), ["volume_median_20"] = median,
    };

    private static void AssertVote(Vote expected, Vote actual)
    {
        Assert.Equal((expected.Direction, expected.Reason, expected.Value, expected.Limit), (actual.Direction, actual.Reason, actual.Value, actual.Limit));
        Assert.Equal(expected.Confidence, actual.Confidence, 12);
    }

    [Fact]
    public void Follows_two_closes_outside()
    {
        AssertVote(Vote.Buy(0.5, "accepted-above-area", 120, 110), View(120, 111).Ask(s_agent));
        AssertVote(Vote.Sell(0.25, "accepted-below-area", 85, 90), View(85, 80).Ask(s_agent));
    }

    [Fact]
    public void Fades_a_bar_that_reached_out_and_closed_inside()
    {
        AssertVote(Vote.Sell(0.5, "rejected-above-area", 105, 110), View(105, 100, high: 111).Ask(s_agent));
        AssertVote(Vote.Buy(0.2, "rejected-below-area", 92, 90), View(92, 100, low: 89).Ask(s_agent));
    }

    [Fact]
    public void Fades_a_close_back_inside()
    {
        AssertVote(Vote.Sell(1, "rejected-above-area", 98, 110), View(98, 112).Ask(s_agent));
        AssertVote(Vote.Buy(1, "rejected-below-area", 101, 90), View(101, 85).Ask(s_agent));
    }

    [Theory]
    [InlineData(100, 100, null, null, "inside-area")]
    [InlineData(110, 110, null, null, "inside-area")]                       // on the bound is inside
    [InlineData(90, 90, null, null, "inside-area")]
    [InlineData(111, 110, null, null, "above-area-unconfirmed")]
    [InlineData(89, 90, null, null, "below-area-unconfirmed")]
    [InlineData(100, 100, 111.0, 89.0, "rejected-on-both-sides")]
    public void Abstains(double close, double before, double? high, double? low, string reason)
    {
        Vote vote = View(close, before, high, low).Ask(s_agent);
        Assert.Equal((true, reason), (vote.Abstains, vote.Reason));
    }

    [Fact]
    public void Says_so_when_there_is_no_volume_or_no_range()
    {
        Assert.Equal(Vote.Abstain("no-volume"), View(120, 115, median: 0).Ask(s_agent));
        Assert.Equal(Vote.Abstain("no-range"),
            new SomeView { ["vp_vah"] = 100, ["vp_val"] = 100, ["vp_position"] = 0.5, ["volume_median_20"] = 1000 }.Ask(s_agent));
    }

    [Fact]
    public void Warms_up_with_the_bar_before() =>
        Assert.Equal(Vote.WarmingUp, View(120, double.NaN).Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_distance_up_to_1()
    {
        Confidence.AssertRises(Enumerable.Range(1, 20).Select(i => View(110 + 2 * i, 115).Ask(s_agent)), 0.1, 1);
        Confidence.AssertRises(Enumerable.Range(1, 20).Select(i => View(110 - i, 115).Ask(s_agent)), 0.1, 1);
    }

    [Fact]
    public void Options_change_the_outcome()
    {
        Assert.Equal(0.25, View(120, 111).Ask(new VolumeProfileAgent(new() { FullDistance = 2 })).Confidence, 12);
        Assert.Equal(0.25, View(105, 111).Ask(new VolumeProfileAgent(new() { FullReturn = 1 })).Confidence, 12);
    }

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(s_agent);

    [SharedDataFact]
    public void Every_branch_is_taken_on_real_bars() =>
        Assert.Superset(
            new HashSet<string>
            {
                "accepted-above-area", "accepted-below-area", "above-area-unconfirmed", "below-area-unconfirmed", "rejected-above-area",
                "rejected-below-area", "rejected-on-both-sides", "inside-area", "no-volume",
            },
            s_agent.Votes(Views.Msft).Select(vote => vote.Reason).ToHashSet());
}
