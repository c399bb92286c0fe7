using GoldenSignals.ApiClient;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Api.Tests;

public class BarsFirstTests
{
    private readonly BarsFirst _order = new();

    [Fact]
    public void A_decision_behind_its_bar_goes_out_at_once()
    {
        Assert.Empty(_order.OnBar(Bar("A", 1)));
        Assert.True(_order.OnDecision(Decision("A", 1)));
    }

    [Fact]
    public void A_decision_ahead_of_its_bar_waits_for_it()
    {
        Assert.False(_order.OnDecision(Decision("A", 1)));
        Assert.False(_order.OnDecision(Decision("A", 2)));
        Assert.Empty(_order.OnBar(Bar("B", 2)));
        Assert.Equal([1], _order.OnBar(Bar("A", 1)).Select(Minute));
        Assert.Equal([2], _order.OnBar(Bar("A", 2)).Select(Minute));
    }

    [Fact]
    public void A_lost_bar_holds_its_decision_only_until_the_next_one()
    {
        Assert.False(_order.OnDecision(Decision("A", 1)));
        Assert.Equal([1], _order.OnBar(Bar("A", 2)).Select(Minute));
    }

    private static int Minute(Decision decision) => decision.BarTimeUtc.Minute;

    private static SymbolBar Bar(string symbol, int minute) =>
        new(symbol, TimeSpan.FromMinutes(1), new(new DateTime(2024, 1, 2, 0, minute, 0, DateTimeKind.Utc), 1, 1, 1, 1, 1));

    private static Decision Decision(string symbol, int minute) => new()
    {
        Symbol = symbol, Interval = TimeSpan.FromMinutes(1), BarTimeUtc = new(2024, 1, 2, 0, minute, 0, DateTimeKind.Utc), Price = 1,
        Action = SignalAction.Hold, Score = 0, Confidence = 0.5, Scale = 1, Votes = [], Weights = [], Position = null, Reason = "",
        ActionBefore = SignalAction.Hold, BarsInActionBefore = 0, Configuration = "", Indicators = [],
        Method = ScoringMethod.Weighted, EffectiveVotes = 0, Disagreement = 0, TechnicalRating = double.NaN,
    };
}
