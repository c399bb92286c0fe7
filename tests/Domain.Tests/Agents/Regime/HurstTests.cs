using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Regime;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Regime;

public class HurstTests
{
    private static readonly HurstAgent s_agent = new(new());

    private static SomeView View(double exponent) => new() { ["hurst_100"] = exponent };

    [Theory]
    [InlineData(0.7, 1, "persistent", 0.55)]
    [InlineData(0.55, 1, "persistent", 0.55)]
    [InlineData(0.525, 0.85, "no-memory", 0.55)]
    [InlineData(0.5, 0.7, "no-memory", 0.55)]
    [InlineData(0.475, 0.85, "no-memory", 0.45)]
    [InlineData(0.45, 1, "anti-persistent", 0.45)]
    [InlineData(0.2, 1, "anti-persistent", 0.45)]
    public void Shrinks_the_score_the_nearer_the_exponent_is_to_a_half(double exponent, double scale, string reason, double limit)
    {
        Vote vote = View(exponent).Ask(s_agent);
        Assert.Equal(scale, vote.Scale, 12);
        Assert.Equal((reason, exponent, limit), (vote.Reason, vote.Value, vote.Limit));
    }

    [Fact]
    public void A_young_symbol_is_not_held_back() =>
        Assert.Equal((1, "warming-up"), (View(double.NaN).Ask(s_agent).Scale, View(double.NaN).Ask(s_agent).Reason));

    [Fact]
    public void Options_change_the_outcome()
    {
        var agent = new HurstAgent(new() { Persistent = 0.6, AntiPersistent = 0.3, ScaleWithoutMemory = 0.2 });
        Assert.Equal([0.6, 0.2, 0.6], new[] { 0.55, 0.5, 0.4 }.Select(exponent => Math.Round(View(exponent).Ask(agent).Scale, 12)));
    }

    [SharedDataFact]
    public void Every_branch_is_taken_on_real_bars() =>
        Assert.Superset(new HashSet<string> { "persistent", "anti-persistent", "no-memory" }, s_agent.Votes(Views.Msft).Select(vote => vote.Reason).ToHashSet());
}
