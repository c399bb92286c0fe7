using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Options;

namespace GoldenSignals.Domain.Tests.Agents.Options;

public class OptionsFlowPinTests
{
    private static readonly OptionsFlowPinAgent s_agent = new(new());

    private static SomeView View(double maxPain, double days, double flow = double.NaN, double share = 0) => new()
    {
        ["opt_age_hours"] = 1, ["opt_rate"] = 0.05, ["opt_oi"] = 1e5, ["opt_spot"] = 100, ["opt_max_pain"] = maxPain, ["opt_max_pain_days"] = days,
        ["opt_flow"] = flow, ["opt_flow_share"] = share,
    };

    [Fact]
    public void Expects_the_pull_toward_max_pain_before_an_expiry()
    {
        Vote up = View(101.5, 1).Ask(s_agent), down = View(98.5, 2).Ask(s_agent);
        Assert.Equal((1, "pulled-up-to-max-pain", 100.0, 101.5), (up.Direction, up.Reason, up.Value, up.Limit));
        Assert.Equal((-1, "pulled-down-to-max-pain"), (down.Direction, down.Reason));
        Assert.Equal(0.25, up.Confidence, 12);
        Assert.Equal(0.25, down.Confidence, 12);
    }

    [Theory]
    [InlineData(101, 2.1)]
    [InlineData(101, -0.1)]
    [InlineData(103.5, 1)]
    [InlineData(100.05, 1)]
    public void There_is_no_pull_from_afar_in_time_or_price(double maxPain, double days) =>
        Assert.Equal("no-unusual-volume", View(maxPain, days).Ask(s_agent).Reason);

    [Fact]
    public void Follows_unusual_volume_otherwise()
    {
        Assert.Equal(Vote.Buy(0.25, "unusual-calls", 0.5, 0), View(101, 20, 0.5, 0.2).Ask(s_agent));
        Assert.Equal(Vote.Sell(1, "unusual-puts", -1, 0), View(101, 20, -1, 0.4).Ask(s_agent));
        Assert.Equal("flow-ordinary", View(101, 20, 1, 0.04).Ask(s_agent).Reason);
        Assert.Equal("flow-ordinary", View(101, 20, 0, 0.5).Ask(s_agent).Reason);
        Assert.Equal("pulled-up-to-max-pain", View(101, 1, -1, 0.5).Ask(s_agent).Reason);
    }

    [Fact]
    public void Says_what_is_missing()
    {
        Assert.Equal("no-chain", new SomeView().Ask(s_agent).Reason);
        Assert.Equal("no-open-interest", new SomeView { ["opt_age_hours"] = 1, ["opt_rate"] = 0.05, ["opt_spot"] = 100 }.Ask(s_agent).Reason);
        Assert.Equal("no-rate", new SomeView { ["opt_age_hours"] = 1, ["opt_oi"] = 5 }.Ask(s_agent).Reason);
    }

    [Fact]
    public void Confidence_rises_with_the_share_of_the_flow_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(1, 18).Select(i => View(101, 20, 1, i / 20.0).Ask(s_agent)), 0.125, 1);
}
