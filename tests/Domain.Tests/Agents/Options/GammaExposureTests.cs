using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Options;

namespace GoldenSignals.Domain.Tests.Agents.Options;

public class GammaExposureTests
{
    private static readonly GammaExposureAgent s_agent = new(new());

    private static SomeView View(double share, double z, double flip = 98) => new()
    {
        ["opt_age_hours"] = 1, ["opt_rate"] = 0.05, ["opt_oi"] = 1e6, ["opt_gex_priced"] = 0.9,
        ["opt_gex_share"] = share, ["opt_spot"] = 101, ["opt_gex_flip"] = flip, ["bb_20_2_z"] = z,
    };

    [Theory]
    [InlineData(0.25, 1, -1, "long-gamma-fades-move")]
    [InlineData(0.25, -1, 1, "long-gamma-fades-move")]
    [InlineData(-0.25, 1, 1, "short-gamma-follows-move")]
    [InlineData(-0.25, -1, -1, "short-gamma-follows-move")]
    public void The_sign_of_gamma_gates_reversion_against_trend(double share, double z, int direction, string reason) =>
        Assert.Equal(Vote.Toward(direction, 0.25, reason, 101, 98), View(share, z).Ask(s_agent));

    [Fact]
    public void A_missing_flip_point_is_no_reason_to_be_silent() =>
        Assert.Equal((-1, double.NaN), (View(0.5, 2, double.NaN).Ask(s_agent).Direction, View(0.5, 2, double.NaN).Ask(s_agent).Limit));

    [Fact]
    public void Abstains_near_balance_and_without_a_move()
    {
        Assert.Equal("gamma-balanced", View(0.09, 2).Ask(s_agent).Reason);
        Assert.Equal("no-move", View(0.5, 0.4).Ask(s_agent).Reason);
        Assert.Equal("open-interest-unpriced", new SomeView
        {
            ["opt_age_hours"] = 1, ["opt_gex_priced"] = 0.4, ["opt_gex_share"] = 0.5, ["opt_spot"] = 101, ["bb_20_2_z"] = 2,
        }.Ask(s_agent).Reason);
    }

    [Fact]
    public void Says_what_is_missing()
    {
        Assert.Equal("no-chain", new SomeView { ["bb_20_2_z"] = 1 }.Ask(s_agent).Reason);
        Assert.Equal("no-open-interest", new SomeView { ["opt_age_hours"] = 1, ["opt_rate"] = 0.05 }.Ask(s_agent).Reason);
        Assert.Equal("no-open-interest", new SomeView { ["opt_age_hours"] = 1, ["opt_rate"] = 0.05, ["opt_oi"] = 0 }.Ask(s_agent).Reason);
        Assert.Equal("no-rate", new SomeView { ["opt_age_hours"] = 1, ["opt_oi"] = 5 }.Ask(s_agent).Reason);
        Assert.Equal("no-implied-volatility", new SomeView { ["opt_age_hours"] = 1, ["opt_oi"] = 5, ["opt_rate"] = 0.05 }.Ask(s_agent).Reason);
    }

    [Fact]
    public void Confidence_rises_with_the_exposure_and_with_the_move()
    {
        Confidence.AssertRises(Enumerable.Range(1, 10).Select(i => View(i / 10.0, 2).Ask(s_agent)), 0.2, 1);
        Confidence.AssertRises(Enumerable.Range(1, 10).Select(i => View(-1, i / 2.0).Ask(s_agent)), 0.25, 1);
    }
}
