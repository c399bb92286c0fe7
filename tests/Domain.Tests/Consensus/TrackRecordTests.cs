using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Consensus;

public class TrackRecordTests
{
    private static readonly Vote s_none = Vote.Abstain("none");

    private static Bar At(int bar, double open, double close) => new(SomeBars.Start.AddMinutes(bar), open, Math.Max(open, close), Math.Min(open, close), close, 1);

    private static void Step(TrackRecord record, Bar bar, Vote[] votes, double atr)
    {
        record.Resolve(bar);
        record.Record(votes, 0, atr);
    }

    /// <summary>Horizon 2, shrinkage 1, memory 10: each step by hand.</summary>
    [Fact]
    public void Matches_the_hand_computed_weights()
    {
        var record = new TrackRecord(3, new() { HorizonBars = 2, ShrinkageVotes = 1, MemoryVotes = 10 });
        Step(record, At(0, 100, 100), [Vote.Buy(0.1, "a"), Vote.Sell(0.9, "b"), s_none], atr: 2);
        Step(record, At(1, 101, 99), [Vote.Toward(0.5, 1, "a"), s_none, s_none], atr: 4);
        Assert.Equal(new AgentRecord(0, 0, 0, 1.0 / 3), record.Of(0));

        // The first votes were filled at 101 and resolve at 105: (105 − 101)/2 = 2 ATR.
        Step(record, At(2, 104, 105), [s_none, s_none, s_none], atr: 1);
        // n_eff = 1/2, x = ±1·0.5/1.5 = ±1/3: the winner weighs (1 + 3x)/N, the loser 1/(1 + 3|x|)/N
        Assert.Equal((1.0, 2.0, 0.0), (record.Of(0).Resolved, record.Of(0).Gains, record.Of(0).Losses));
        Assert.Equal(2.0 / 3, record.Of(0).Weight, 15);
        Assert.Equal((1.0, 0.0, 2.0), (record.Of(1).Resolved, record.Of(1).Gains, record.Of(1).Losses));
        Assert.Equal(0.5 / 3, record.Of(1).Weight, 15);

        // Half a buy filled at 104, resolved at 80 with ATR 4: −6, clamped to −3, times 0.5. What was there keeps 0.9.
        Step(record, At(3, 90, 80), [s_none, s_none, s_none], atr: 1);
        Assert.Equal((1.9, 1.8, 1.5), (record.Of(0).Resolved, record.Of(0).Gains, record.Of(0).Losses));
        double x = 0.3 / 3.3 * 0.95 / 1.95;
        Assert.Equal((1 + 3 * x) / 3, record.Of(0).Weight, 15);
        Assert.Equal(0.5 / 3, record.Of(1).Weight, 15);                       // who did not vote forgets nothing
        Assert.Equal(new AgentRecord(0, 0, 0, 1.0 / 3), record.Of(2));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(10)]
    public void A_vote_resolves_when_its_horizon_has_closed_and_no_bar_earlier(int horizon)
    {
        var record = new TrackRecord(1, new() { HorizonBars = horizon });
        Step(record, At(0, 100, 100), [Vote.Buy(1, "up")], atr: 1);
        for (int bar = 1; bar < horizon; bar++)
        {
            Step(record, At(bar, 100, 100 + bar), [s_none], atr: 1);
            Assert.Equal(0, record.Of(0).Resolved);
        }
        Step(record, At(horizon, 100, 100.5), [s_none], atr: 1);
        Assert.Equal((1.0, 0.5), (record.Of(0).Resolved, record.Of(0).Gains));
    }

    [Fact]
    public void Later_bars_change_nothing_earlier()
    {
        const int changed = 150;
        Bar[] bars = SomeBars.Random(seed: 1, count: 300), others = [.. bars.Take(changed), .. SomeBars.Random(seed: 2, count: 300, start: 5).Skip(changed)];
        Assert.Equal(History(bars).Take(changed), History(others).Take(changed));
        Assert.NotEqual(History(bars)[^1], History(others)[^1]);
    }

    /// <summary>The bar that a vote is made on moves neither its fill nor its result.</summary>
    [Fact]
    public void The_open_of_the_votes_own_bar_is_not_its_fill()
    {
        Bar[] bars = SomeBars.Random(seed: 3, count: 100);
        Bar[] others = [bars[0] with { Open = bars[0].Open * 0.9, Low = bars[0].Low * 0.9 }, .. bars.Skip(1)];
        Assert.Equal(History(bars), History(others));
    }

    [Fact]
    public void Weights_lie_between_a_quarter_and_four_of_an_equal_share()
    {
        var random = new Random(4);
        for (int run = 0; run < 100; run++)
        {
            int agents = random.Next(1, 20);
            var record = new TrackRecord(agents, new()
            {
                HorizonBars = random.Next(1, 12), ShrinkageVotes = 1 + random.Next(50), MemoryVotes = random.Next(10, 1_000_000),
            });
            var weights = new double[agents];
            foreach (Bar bar in SomeBars.Random(run, 300))
            {
                Step(record, bar, [.. Enumerable.Range(0, agents).Select(i => i == 0 ? Vote.Buy(1, "up") : SomeVotes.One(random, leaning: 0))], random.Next(5));
                record.Weights(weights);
                Assert.All(weights, weight => Assert.InRange(weight, 0.25 / agents, 4.0 / agents));
            }
        }
    }

    [Fact]
    public void A_record_is_shrunk_by_its_effective_votes()
    {
        // 500 winning votes over a horizon of 10 are 50 effective ones: half of the way from 1/N to 4/N.
        var record = new TrackRecord(2, new() { HorizonBars = 10, ShrinkageVotes = 50, MemoryVotes = 1_000_000 });
        for (int bar = 0; bar < 510; bar++)
            Step(record, At(bar, 100 + bar, 101 + bar), [Vote.Buy(1, "up"), Vote.Sell(1, "down")], atr: 1);
        Assert.Equal(2.5 / 2, record.Of(0).Weight, 0.001);
        Assert.Equal(0.4 / 2, record.Of(1).Weight, 0.001);
    }

    [Fact]
    public void Memory_fades_to_about_a_third_in_the_stated_number_of_votes()
    {
        var record = new TrackRecord(1, new() { HorizonBars = 1, MemoryVotes = 100 });
        Step(record, At(0, 100, 100), [Vote.Buy(1, "up")], atr: 1);
        Step(record, At(1, 100, 102), [Vote.Buy(1, "up")], atr: 1);
        for (int bar = 2; bar <= 101; bar++)
            Step(record, At(bar, 100, 99), [Vote.Buy(1, "up")], atr: 1);
        Assert.Equal(2 / Math.E, record.Of(0).Gains, 0.01);
    }

    [Theory, InlineData(0.0), InlineData(double.NaN)]
    public void A_vote_without_volatility_to_measure_it_by_is_forgotten(double atr)
    {
        var record = new TrackRecord(1, new() { HorizonBars = 1 });
        Step(record, At(0, 100, 100), [Vote.Buy(1, "up")], atr);
        Step(record, At(1, 100, 110), [Vote.Buy(1, "up")], atr: 1);
        Assert.Equal(new AgentRecord(0, 0, 0, 1), record.Of(0));
        Step(record, At(2, 110, 111), [s_none], atr: 1);
        Assert.Equal(1, record.Of(0).Gains);
    }

    private static List<(double, double)> History(Bar[] bars)
    {
        var random = new Random(9);
        var record = new TrackRecord(2, new() { HorizonBars = 5, CalibrateAfter = 20 });
        var history = new List<(double, double)>();
        foreach (Bar bar in bars)
        {
            record.Resolve(bar);
            history.Add((record.Of(0).Weight, record.Confidence(0.2)));
            record.Record([SomeVotes.One(random, 0), SomeVotes.One(random, 0)], random.NextDouble() - 0.5, atr: 1 + random.NextDouble());
        }
        return history;
    }
}
