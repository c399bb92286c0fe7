using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Options;

namespace GoldenSignals.Domain.Tests.Agents.Options;

public class IvTermStructureTests
{
    private static readonly IvTermStructureAgent s_agent = new(new());

    private static Vote At(double ratio) => new SomeView { ["opt_age_hours"] = 1, ["opt_iv_30_90"] = ratio }.Ask(s_agent);

    [Fact]
    public void Sells_stress_and_buys_calm()
    {
        Vote stress = At(1.125), calm = At(0.82);
        Assert.Equal((-1, "term-structure-inverted", 1.125, 1.0), (stress.Direction, stress.Reason, stress.Value, stress.Limit));
        Assert.Equal(0.625, stress.Confidence, 12);
        Assert.Equal((1, "term-structure-steep", 0.82, 0.92), (calm.Direction, calm.Reason, calm.Value, calm.Limit));
        Assert.Equal(0.5, calm.Confidence, 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.92)]
    [InlineData(0.96)]
    public void Abstains_between(double ratio) => Assert.Equal("term-structure-ordinary", At(ratio).Reason);

    [Fact]
    public void Says_what_is_missing()
    {
        Assert.Equal("no-chain", new SomeView().Ask(s_agent).Reason);
        Assert.Equal("no-rate", new SomeView { ["opt_age_hours"] = 1 }.Ask(s_agent).Reason);
        Assert.Equal("no-implied-volatility", new SomeView { ["opt_age_hours"] = 1, ["opt_rate"] = 0.05 }.Ask(s_agent).Reason);
    }

    [Fact]
    public void Confidence_rises_with_the_stress_up_to_1() =>
        Confidence.AssertRises(Enumerable.Range(1, 30).Select(i => At(1 + i / 100.0)), 0.05, 1);
}
