using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Options;

namespace GoldenSignals.Domain.Tests.Agents.Options;

public class VarianceRiskPremiumTests
{
    private static readonly VarianceRiskPremiumAgent s_agent = new(new());

    private static Vote At(double implied, double realised) => new SomeView { ["opt_age_hours"] = 1, ["opt_iv_30"] = implied, ["opt_rv_30"] = realised }.Ask(s_agent);

    [Fact]
    public void Buys_a_rich_premium_and_sells_a_negative_one()
    {
        Vote rich = At(0.2, 0.1), negative = At(0.2, 0.25);
        Assert.Equal((1, "variance-premium-rich"), (rich.Direction, rich.Reason));
        Assert.Equal(0.03, rich.Value, 12);
        Assert.Equal(0.016, rich.Limit, 12);
        Assert.Equal((0.75 - 0.4) / 0.8, rich.Confidence, 12);
        Assert.Equal((-1, "variance-premium-negative"), (negative.Direction, negative.Reason));
        Assert.Equal(-0.0225, negative.Value, 12);
        Assert.Equal(0.5625 / 0.8, negative.Confidence, 12);
    }

    [Fact]
    public void Abstains_on_an_ordinary_premium() => Assert.Equal("variance-premium-ordinary", At(0.2, 0.18).Reason);

    [Fact]
    public void Says_what_is_missing()
    {
        Assert.Equal("no-chain", new SomeView().Ask(s_agent).Reason);
        Assert.Equal("no-rate", new SomeView { ["opt_age_hours"] = 1 }.Ask(s_agent).Reason);
        Assert.Equal("no-implied-volatility", new SomeView { ["opt_age_hours"] = 1, ["opt_rate"] = 0.05 }.Ask(s_agent).Reason);
        Assert.Equal(Vote.Abstain("insufficient-history", 9, 16),
            new SomeView { ["opt_age_hours"] = 1, ["opt_rate"] = 0.05, ["opt_iv_30"] = 0.2, ["opt_history_days"] = 9 }.Ask(s_agent));
    }

    [Fact]
    public void Confidence_rises_with_the_realised_volatility_above_the_implied() =>
        Confidence.AssertRises(Enumerable.Range(0, 20).Select(i => At(0.2, 0.2 * Math.Sqrt(1.08 + i / 10.0))), 0.1, 1);
}
