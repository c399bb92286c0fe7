using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Domain.Sentiment;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Domain.Universe;

namespace GoldenSignals.Domain.Tests.Replay;

public class MarketLoopTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Twenty_symbols_are_a_market_and_each_bar_sees_it_one_bar_time_before_its_own()
    {
        var model = new DecisionModel();
        var loop = new MarketLoop(model);
        Bar[][] bars = [.. Enumerable.Range(0, UniverseState.MinSymbols).Select(symbol => SomeBars.Random(seed: symbol, count: 60))];
        Column count = Column.Named("uni_count"), breadth = Column.Named("uni_above_sma50"), sma = Column.Named("sma_50");
        double before = double.NaN, seenBefore = double.NaN;
        for (int t = 0; t < 60; t++)
        {
            MarketStep[] steps = [.. bars.Select((of, symbol) => loop.Next(new($"S{symbol:D2}", s_minute, of[t])))];

            Assert.All(steps, step => Assert.Equal(t == 0 ? double.NaN : UniverseState.MinSymbols, step.View[count]));
            Assert.All(steps, step => Assert.Equal(before, step.View[breadth], 12));
            seenBefore = before;
            before = steps.Average(step => double.IsNaN(step.View[sma]) ? double.NaN : step.View.Bar.Close > step.View[sma] ? 1 : 0);
        }
        Assert.InRange(seenBefore, 0.05, 0.95);
    }

    [Fact]
    public void An_input_that_comes_before_the_first_bar_counts_for_it()
    {
        var model = new DecisionModel();
        MarketLoop with = new(model), without = new(model);
        with.Add(new NewsItem("A", SomeBars.Start, "Profit is excellent, a wonderful record", "desk"));
        Bar first = SomeBars.Random(seed: 1, count: 1)[0];

        Column tone = Column.Named("news_tone_24h");
        Assert.True(with.Next(new("A", s_minute, first)).View[tone] > 0.5);
        Assert.Equal(double.NaN, without.Next(new("A", s_minute, first)).View[tone]);
    }

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
