using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Replay;

public class MarketLoopTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_symbol_is_decided_the_same_alone_and_among_others()
    {
        var model = new DecisionModel();
        Bar[] a = SomeBars.Random(seed: 1, count: 300), b = SomeBars.Random(seed: 2, count: 300);
        MarketLoop alone = new(model), both = new(model);

        for (int i = 0; i < a.Length; i++)
        {
            Decision expected = alone.Next(new("A", s_minute, a[i])).Decision;
            MarketStep step = both.Next(new("A", s_minute, a[i]));
            both.Next(new("B", s_minute, b[i]));

            Assert.Equal((expected.Score, expected.Action, expected.Id), (step.Decision.Score, step.Decision.Action, step.Decision.Id));
            Assert.Same(step.Votes, step.Decision.Votes);
            Assert.Equal((i + 1, model.Panel.Count), (step.View.BarNumber, step.Votes.Length));
        }
    }
}
