using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Options;

namespace GoldenSignals.Domain.Tests.Agents.Options;

public class IvRankTests
{
    private static readonly IvRankAgent s_agent = new(new());

    private static SomeView View(double rank, double percentile) => new()
    {
        ["opt_age_hours"] = 1, ["opt_rate"] = 0.05, ["opt_iv_30"] = 0.2, ["opt_history_days"] = 252, ["opt_iv_rank_252"] = rank, ["opt_iv_percentile_252"] = percentile,
    };

    [Fact]
    public void Buys_fear_and_sells_calm()
    {
        Assert.Equal(Vote.Buy(1, "implied-volatility-high", 100, 80), View(100, 95).Ask(s_agent));
        Assert.Equal(Vote.Sell(1, "implied-volatility-low", 0, 10), View(0, 3).Ask(s_agent));
    }

    [Fact]
    public void The_percentile_must_agree()
    {
        Assert.Equal(Vote.Abstain("implied-volatility-ordinary", 5, 10), View(5, 40).Ask(s_agent));
        Assert.Equal(Vote.Abstain("implied-volatility-ordinary", 90, 80), View(90, 70).Ask(s_agent));
    }

    [Fact]
    public void Thresholds_count_as_reached()
    {
        Assert.Equal((1, 0.2), (View(80, 80).Ask(s_agent).Direction, View(80, 80).Ask(s_agent).Confidence));
        Assert.True(View(79.9, 90).Ask(s_agent).Abstains);
        Assert.True(View(10.1, 5).Ask(s_agent).Abstains);
    }

    [Fact]
    public void Says_what_is_missing()
    {
        Assert.Equal("no-chain", new SomeView().Ask(s_agent).Reason);
        Assert.Equal("no-rate", new SomeView { ["opt_age_hours"] = 1 }.Ask(s_agent).Reason);
        Assert.Equal("no-implied-volatility", new SomeView { ["opt_age_hours"] = 1, ["opt_rate"] = 0.05 }.Ask(s_agent).Reason);
        Assert.Equal(Vote.Abstain("insufficient-history", 251, 252),
            new SomeView { ["opt_age_hours"] = 1, ["opt_rate"] = 0.05, ["opt_iv_30"] = 0.2, ["opt_history_days"] = 251 }.Ask(s_agent));
    }

    [Fact]
    public void Confidence_rises_to_the_ends_of_the_scale()
    {
        Confidence.AssertRises(Enumerable.Range(80, 21).Select(rank => View(rank, 99).Ask(s_agent)), 0.2, 1);
        Confidence.AssertRises(Enumerable.Range(0, 11).Select(down => View(10 - down, 1).Ask(s_agent)), 0.2, 1);
    }
}
