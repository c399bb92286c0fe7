using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Feeds.Tests;

/// <summary>The option agents over two years of simulated days, chains included.</summary>
public class SimulatedOptionAgentsTests
{
    private static readonly Lazy<MarketView[]> s_views = new(() => Days(500));

    public static TheoryData<string> Ids => [.. AgentCatalog.All.Where(agent => agent.Kind == AgentKind.Options).Select(agent => agent.Id)];

    [Theory, MemberData(nameof(Ids))]
    public void Votes_both_ways_and_not_always(string id)
    {
        Vote[] votes = Votes(id);
        if (id == "put-call-parity")                                // there is nothing to gain, and it says so
        {
            Assert.All(votes, vote => Assert.Equal("parity-holds", vote.Reason));
            return;
        }
        Assert.Contains(votes, vote => vote is { Abstains: false, Direction: > 0 });
        Assert.Contains(votes, vote => vote is { Abstains: false, Direction: < 0 });
        Assert.Contains(votes, vote => vote.Abstains);
        Assert.True(votes.Where(vote => !vote.Abstains).Select(vote => vote.Confidence).Distinct().Count() > 10, "confidence hardly varies");
    }

    [Theory]
    [InlineData("iv-rank", 251)]
    [InlineData("skew-25", 60)]
    [InlineData("put-call-ratio", 60)]
    [InlineData("variance-risk-premium", 25)]
    public void Without_its_history_it_says_so(string id, int days)
    {
        Vote[] votes = Votes(id);
        Assert.All(votes.Take(days), vote => Assert.Equal("insufficient-history", vote.Reason));
        Assert.DoesNotContain(votes.Skip(days), vote => vote.Reason == "insufficient-history");
    }

    private static Vote[] Votes(string id)
    {
        AgentDescriptor descriptor = AgentCatalog.All.Single(agent => agent.Id == id);
        IAgent agent = descriptor.Create(descriptor.DefaultOptions());
        return [.. s_views.Value.Select(view => agent.Evaluate(view))];
    }

    private static MarketView[] Days(int count)
    {
        var chains = new SimulatedChains(seed: 3);
        var random = new Random(4);
        var state = new SymbolState("SIM", TimeSpan.FromDays(1), IndicatorSet.Shipped);
        DateTime first = new(2022, 1, 3, 0, 0, 0, DateTimeKind.Utc);
        var views = new MarketView[count];
        double price = 100;
        for (int day = 0; day < count; day++)
        {
            double open = price;
            price *= 1 + 0.028 * (random.NextDouble() + random.NextDouble() - 1);
            state.Add(chains.At("SIM", price, first.AddDays(day).AddHours(20)));
            views[day] = state.Add(new Bar(first.AddDays(day), open, Math.Max(open, price), Math.Min(open, price), price, 1000));
        }
        return views;
    }
}
