using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Regime;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Regime;

public class RegimeHmmTests
{
    private static readonly RegimeHmmAgent s_agent = new(new());

    private static SomeView View(double calm, double normal, double turbulent) =>
        new() { ["hmm_3_calm"] = calm, ["hmm_3_normal"] = normal, ["hmm_3_turbulent"] = turbulent };

    [Theory]
    [InlineData(1, 0, 0, 1, "regime-calm")]
    [InlineData(0.2, 0.8, 0, 1, "regime-normal")]
    [InlineData(0.3, 0.3, 0.4, 0.76, "regime-turbulent")]
    [InlineData(0.1, 0.4, 0.5, 0.7, "regime-turbulent")]
    [InlineData(0, 0, 1, 0.4, "regime-turbulent")]
    public void Shrinks_the_score_by_the_probability_of_turbulence(double calm, double normal, double turbulent, double scale, string reason)
    {
        Vote vote = View(calm, normal, turbulent).Ask(s_agent);
        Assert.Equal(scale, vote.Scale, 12);
        Assert.Equal((reason, turbulent, 0.5), (vote.Reason, vote.Value, vote.Limit));
    }

    [Fact]
    public void A_young_symbol_is_not_held_back()
    {
        Vote vote = View(0, 0, double.NaN).Ask(s_agent);
        Assert.Equal((1, "warming-up"), (vote.Scale, vote.Reason));
    }

    [Fact]
    public void Options_change_the_outcome() =>
        Assert.Equal(0.5, View(0, 0.5, 0.5).Ask(new RegimeHmmAgent(new() { ScaleInTurbulence = 0 })).Scale, 12);

    [SharedDataFact]
    public void Knows_each_regime_on_real_bars_and_stays_in_it_for_a_while()
    {
        string[] regimes = [.. s_agent.Votes(Views.Msft).Select(vote => vote.Reason).Where(reason => reason != "warming-up")];
        Assert.Equal(3, regimes.Distinct().Count());
        Assert.InRange(regimes.Count(regime => regime == "regime-turbulent") / (double)regimes.Length, 0.005, 0.25);
        int changes = regimes.Zip(regimes.Skip(1)).Count(pair => pair.First != pair.Second);
        Assert.True(regimes.Length > 5 * changes, $"{changes} changes in {regimes.Length} bars");
    }
}
