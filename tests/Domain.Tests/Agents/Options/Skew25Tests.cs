using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Options;

namespace GoldenSignals.Domain.Tests.Agents.Options;

public class Skew25Tests
{
    private static readonly Skew25Agent s_agent = new(new());

    private static Vote At(double z) => new SomeView { ["opt_age_hours"] = 1, ["opt_skew_25_z_60"] = z }.Ask(s_agent);

    [Fact]
    public void Sells_a_steep_skew_and_buys_a_flat_one()
    {
        Assert.Equal(Vote.Sell(0.5, "skew-steep", 2, 1.5), At(2));
        Assert.Equal(Vote.Buy(0.75, "skew-flat", -3, -1.5), At(-3));
    }

    [Fact]
    public void Abstains_between()
    {
        Assert.Equal(Vote.Abstain("skew-ordinary", 1.4, 1.5), At(1.4));
        Assert.Equal(Vote.Abstain("skew-ordinary", -1.4, -1.5), At(-1.4));
        Assert.False(At(1.5).Abstains);
    }

    [Fact]
    public void Says_what_is_missing()
    {
        Assert.Equal("no-chain", new SomeView().Ask(s_agent).Reason);
        Assert.Equal("no-rate", new SomeView { ["opt_age_hours"] = 1 }.Ask(s_agent).Reason);
        Assert.Equal("no-implied-volatility", new SomeView { ["opt_age_hours"] = 1, ["opt_rate"] = 0.05 }.Ask(s_agent).Reason);
        Assert.Equal(Vote.Abstain("insufficient-history", 12, 61),
            new SomeView { ["opt_age_hours"] = 1, ["opt_rate"] = 0.05, ["opt_skew_25"] = 0.1, ["opt_history_days"] = 12 }.Ask(s_agent));
    }

    [Fact]
    public void Confidence_rises_with_the_distance_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(15, 40).Select(i => At(i / 10.0)), 0.375, 1);
}
