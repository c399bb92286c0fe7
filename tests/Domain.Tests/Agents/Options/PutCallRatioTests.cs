using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Options;

namespace GoldenSignals.Domain.Tests.Agents.Options;

public class PutCallRatioTests
{
    private static readonly PutCallRatioAgent s_agent = new(new());

    private static Vote At(double z) => new SomeView { ["opt_age_hours"] = 1, ["opt_put_call_z_60"] = z }.Ask(s_agent);

    [Fact]
    public void Is_against_the_crowd()
    {
        Assert.Equal(Vote.Buy(0.75, "puts-crowded", 3, 2), At(3));
        Assert.Equal(Vote.Sell(0.75, "calls-crowded", -3, -2), At(-3));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    [InlineData(0)]
    public void Abstains_up_to_two_deviations(double z) => Assert.Equal("put-call-ratio-ordinary", At(z).Reason);

    [Fact]
    public void Says_what_is_missing()
    {
        Assert.Equal("no-chain", new SomeView().Ask(s_agent).Reason);
        Assert.Equal("no-volume", new SomeView { ["opt_age_hours"] = 1, ["opt_rate"] = 0.05 }.Ask(s_agent).Reason);
        Assert.Equal(Vote.Abstain("insufficient-history", 60, 61),
            new SomeView { ["opt_age_hours"] = 1, ["opt_rate"] = 0.05, ["opt_put_call_volume"] = 0.9, ["opt_history_days"] = 60 }.Ask(s_agent));
    }

    [Fact]
    public void Confidence_rises_with_the_distance_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(21, 40).Select(i => At(i / 10.0)), 0.525, 1);
}
