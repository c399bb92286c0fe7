using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Trend;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Trend;

public class TimeSeriesMomentumTests
{
    private static readonly double s_rootOfBars = Math.Sqrt(231);
    private static readonly TimeSeriesMomentumAgent s_agent = new(new() { MinSigmas = 0.5, FullSigmas = 2.5 });

    /// <summary>A return of so many standard deviations of 231 bars, in a market with 1 % a bar.</summary>
    private static SomeView View(double sigmas) => new() { ["roc_252_21"] = sigmas * s_rootOfBars, ["ewma_vol_60"] = 0.01 };

    [Theory]
    [InlineData(1.5, 1, "year-up")]
    [InlineData(-1.5, -1, "year-down")]
    public void Follows_the_sign_of_the_years_return(double sigmas, int direction, string reason)
    {
        Vote vote = View(sigmas).Ask(s_agent);
        Assert.Equal((direction, reason, direction * 0.5), (vote.Direction, vote.Reason, vote.Limit));
        Assert.Equal(0.5, vote.Confidence, 12);
        Assert.Equal(sigmas, vote.Value, 12);
    }

    [Theory]
    [InlineData(0.49, false)]
    [InlineData(0.51, true)]
    [InlineData(-0.49, false)]
    [InlineData(-0.51, true)]
    public void Votes_beyond_the_dead_band_only(double sigmas, bool votes) =>
        Assert.Equal((!votes, votes ? sigmas > 0 ? "year-up" : "year-down" : "no-momentum"), (View(sigmas).Ask(s_agent).Abstains, View(sigmas).Ask(s_agent).Reason));

    [Fact]
    public void The_same_return_in_a_wilder_market_weighs_less()
    {
        var quiet = new SomeView { ["roc_252_21"] = 20, ["ewma_vol_60"] = 0.01 };
        var wild = new SomeView { ["roc_252_21"] = 20, ["ewma_vol_60"] = 0.02 };
        Assert.True(quiet.Ask(s_agent).Confidence > wild.Ask(s_agent).Confidence);
    }

    [Fact]
    public void Abstains_while_nothing_moves() =>
        Assert.Equal(Vote.Abstain("no-volatility", 0.2, 0), new SomeView { ["roc_252_21"] = 20, ["ewma_vol_60"] = 0 }.Ask(s_agent));

    [Fact]
    public void Warms_up_with_the_year() =>
        Assert.Equal(Vote.WarmingUp, new SomeView { ["ewma_vol_60"] = 0.01 }.Ask(s_agent));

    [Fact]
    public void Confidence_rises_with_the_return_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(1, 20).Select(i => View(0.5 + i / 5.0).Ask(s_agent)), 0.1, 1);

    [Fact]
    public void Options_change_the_outcome() =>
        Assert.Equal((1.5 - 0.1) / 1.9, View(1.5).Ask(new TimeSeriesMomentumAgent(new())).Confidence, 12);

    [SharedDataFact]
    public void Speaks_both_ways_on_real_bars() => Views.AssertSpeaksBothWaysOnMsft(new TimeSeriesMomentumAgent(new()));

    /// <summary>Microsoft fell through 2008: in March 2009 the year before lost, a year later it had gained.</summary>
    [SharedDataFact]
    public void Turns_with_the_years_of_a_real_market()
    {
        var agent = new TimeSeriesMomentumAgent(new());
        MarketView[] bottomYears = Views.Msft[4700..5000];
        int bottom = 4700 + Array.IndexOf(bottomYears, bottomYears.MinBy(view => view.Bar.Close));
        Assert.Equal(-1, agent.Evaluate(Views.Msft[bottom]).Direction);
        Assert.Equal(1, agent.Evaluate(Views.Msft[bottom + 300]).Direction);
    }
}
