using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Options;

namespace GoldenSignals.Domain.Tests.Agents.Options;

public class PutCallParityTests
{
    private static readonly PutCallParityAgent s_agent = new(new());

    private static Vote At(double gap) => new SomeView { ["opt_age_hours"] = 1, ["opt_parity_gap"] = gap }.Ask(s_agent);

    [Fact]
    public void Follows_the_dear_side()
    {
        Assert.Equal(Vote.Buy(0.2, "calls-dear", 0.001, 0.0002), At(0.001));
        Assert.Equal(Vote.Sell(0.4, "puts-dear", -0.002, -0.0002), At(-0.002));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.0002)]
    [InlineData(-0.0002)]
    public void Abstains_while_parity_holds(double gap) => Assert.Equal("parity-holds", At(gap).Reason);

    [Fact]
    public void Says_what_is_missing()
    {
        Assert.Equal("no-chain", new SomeView().Ask(s_agent).Reason);
        Assert.Equal("no-rate", new SomeView { ["opt_age_hours"] = 1 }.Ask(s_agent).Reason);
        Assert.Equal("no-implied-volatility", new SomeView { ["opt_age_hours"] = 1, ["opt_rate"] = 0.05 }.Ask(s_agent).Reason);
        Assert.Equal("no-second-expiry-or-dividend-yield", new SomeView { ["opt_age_hours"] = 1, ["opt_rate"] = 0.05, ["opt_spot"] = 100 }.Ask(s_agent).Reason);
    }

    [Fact]
    public void Confidence_rises_with_the_gap_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(1, 20).Select(i => At(-i / 2000.0)), 0.1, 1);
}
