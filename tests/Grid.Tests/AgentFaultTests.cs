using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Grains;
using GoldenSignals.Grid.Tests.Support;
using GoldenSignals.Silo.Json;

namespace GoldenSignals.Grid.Tests;

/// <summary>Agents that fail, dawdle or hang cost the grid their own vote and nothing else.</summary>
public class AgentFaultTests
{
    private static readonly DateTime s_start = SomeBars.Start;

    private static AgentPanel.Member Throws(string id) => HandAgent.Named(id, AgentKind.Volume, _ => throw new InvalidOperationException("a defect"));

    private static AgentPanel.Member SaysNaN(string id) => HandAgent.Named(id, AgentKind.Pattern, _ => new Vote { Direction = double.NaN, Confidence = 0.9, Scale = 1, Reason = "broken" });

    private static Vote VoteOf(TestGrid grid, Decision decision, string agent) =>
        decision.Votes[grid.Model.Panel.Descriptors.ToList().FindIndex(described => described.Id == agent)];

    [Fact]
    public async Task Agents_that_throw_or_say_NaN_are_left_out_counted_and_named_and_the_others_decide()
    {
        DecisionModel model = HandAgent.Model(Throws("thrower"), SaysNaN("nan-sayer"),
            HandAgent.Buyer("one", AgentKind.Trend), HandAgent.Buyer("two", AgentKind.Momentum), HandAgent.Buyer("three", AgentKind.Reversion));
        await using TestGrid grid = await TestGrid.Start(model: model);

        await grid.Bars("AAA", SomeBars.Random(seed: 1, count: 60));

        Assert.Equal(60, grid.Journal.Decisions.Length);
        Assert.All(grid.Journal.Decisions, decision => Assert.Equal(1, decision.Score, 12));
        Assert.Contains(grid.Journal.Decisions, decision => decision.Action == SignalAction.Buy);
        Assert.Equal([60, 0, 60, 0, 0], Faults(model, "thrower", "one", "nan-sayer", "two", "three"));
        var told = DecisionDocument.From(grid.Journal.Decisions[^1], model).Votes.ToDictionary(vote => vote.Agent);
        Assert.All(new[] { "thrower", "nan-sayer" }, id => Assert.Equal((AgentPanel.FaultReason, true, 0.0), (told[id].Reason, told[id].Abstains, told[id].Contribution)));

        static long[] Faults(DecisionModel model, params string[] ids) =>
            [.. ids.Select(id => model.Panel.Faults[model.Panel.Descriptors.ToList().FindIndex(agent => agent.Id == id)])];
    }

    [Fact]
    public async Task When_too_few_are_left_the_grid_holds_for_want_of_voters()
    {
        await using TestGrid grid = await TestGrid.Start(model: HandAgent.Model(
            Throws("thrower"), SaysNaN("nan-sayer"), HandAgent.Buyer("one", AgentKind.Trend), HandAgent.Buyer("two", AgentKind.Momentum)));

        await grid.Bars("AAA", SomeBars.Random(seed: 1, count: 60));

        Assert.All(grid.Journal.Decisions, decision => Assert.Equal((SignalAction.Hold, DecisionReason.BelowQuorum), (decision.Action, decision.Reason)));
    }

    /// <summary>Slow at one bar, by a clock that stands still for everybody else.</summary>
    private static DecisionModel WithDawdler(WorkClock clock, int slowAt) => HandAgent.Model(
        HandAgent.Named("dawdler", AgentKind.Trend, view =>
        {
            if (view.Bar.OpenTimeUtc == s_start.AddMinutes(slowAt))
                clock.Work(TimeSpan.FromSeconds(30));
            return Vote.Buy(0.8, "in time");
        }),
        HandAgent.Buyer("neighbour", AgentKind.Trend), HandAgent.Buyer("one", AgentKind.Momentum), HandAgent.Buyer("two", AgentKind.Volume));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(4, 0)]
    [InlineData(4, 3)]
    [InlineData(16, 5)]
    public async Task An_agent_over_its_budget_is_off_from_the_next_bar_on_in_all_shards(int shards, int slowAt)
    {
        using var clock = new WorkClock();
        await using TestGrid grid = await TestGrid.Start(shards, live: true, clock: clock, model: WithDawdler(clock, slowAt));

        await grid.Pump(live: true).Run(new Recorded(Recorded.Minutes(Recorded.Market(symbols: 25, count: 8))), CancellationToken.None);

        Assert.Equal(25 * 8, grid.Journal.Decisions.Length);
        Assert.All(grid.Journal.Decisions, decision =>
        {
            bool off = decision.BarTimeUtc > s_start.AddMinutes(slowAt);
            Assert.Equal((decision.BarTimeUtc, off ? AgentSwitch.OverBudget : "in time", off), (decision.BarTimeUtc, VoteOf(grid, decision, "dawdler").Reason, VoteOf(grid, decision, "dawdler").Abstains));
            Assert.All(new[] { "neighbour", "one", "two" }, id => Assert.Equal("always", VoteOf(grid, decision, id).Reason));
        });
    }

    [Fact]
    public async Task A_shard_that_has_come_further_is_not_overtaken_by_the_switch()
    {
        using var clock = new WorkClock();
        await using TestGrid grid = await TestGrid.Start(shards: 4, live: true, clock: clock, model: WithDawdler(clock, slowAt: 2));
        Bar[] bars = SomeBars.Random(seed: 1, count: 10);
        string[] symbols = [.. Enumerable.Range(0, 40).Select(i => $"S{i:D2}").DistinctBy(symbol => Shards.Of(symbol, 4))];

        await grid.Bars(symbols[0], bars[..2]);
        await grid.Bars(symbols[1], bars[..6]);                      // slow at its third bar, when the sixth is under way
        await grid.Bars(symbols[0], bars[2..8]);                     // in one batch, before and after the switch

        Assert.All(grid.Journal.Decisions, decision =>
            Assert.Equal(decision.BarTimeUtc >= s_start.AddMinutes(6), VoteOf(grid, decision, "dawdler").Abstains));
        Assert.Equal(2 + 6 + 6, grid.Journal.Decisions.Length);
    }

    [Fact]
    public async Task In_a_replay_nobody_is_switched_off()
    {
        using var clock = new WorkClock();
        await using TestGrid grid = await TestGrid.Start(shards: 4, clock: clock, model: WithDawdler(clock, slowAt: 0));

        await grid.Pump().Run(new Recorded(Recorded.Minutes(Recorded.Market(symbols: 25, count: 8))), CancellationToken.None);

        Assert.Equal(25 * 8, grid.Journal.Decisions.Length);
        Assert.All(grid.Journal.Decisions, decision => Assert.Equal("in time", VoteOf(grid, decision, "dawdler").Reason));
    }

    [Fact]
    public async Task A_kind_that_hangs_abstains_and_the_batch_is_decided_without_it()
    {
        using var released = new ManualResetEventSlim();
        DecisionModel model = HandAgent.Model(
            HandAgent.Named("sleeper", AgentKind.Trend, _ =>
            {
                released.Wait();
                return Vote.Buy(0.8, "awake");
            }),
            HandAgent.Buyer("bedfellow", AgentKind.Trend),
            HandAgent.Buyer("one", AgentKind.Momentum), HandAgent.Buyer("two", AgentKind.Volume), HandAgent.Buyer("three", AgentKind.Reversion));
        await using TestGrid grid = await TestGrid.Start(live: true, model: model, settings: ("Grid:VoteTimeout", "00:00:02"));
        try
        {
            Bar[] bars = SomeBars.Random(seed: 1, count: 3);
            await grid.Bars("AAA", bars[..2]);

            Assert.Equal(2, grid.Journal.Decisions.Length);
            Assert.All(grid.Journal.Decisions, decision =>
            {
                Assert.All(new[] { "sleeper", "bedfellow" }, id => Assert.Equal((ShardGrain.TimedOut, true), (VoteOf(grid, decision, id).Reason, VoteOf(grid, decision, id).Abstains)));
                Assert.Equal(1, decision.Score, 12);
                Assert.NotEqual(DecisionReason.BelowQuorum, decision.Reason);
            });
            released.Set();
            await grid.Bars("AAA", bars[2]);
            Assert.Equal("awake", VoteOf(grid, grid.Journal.Decisions[2], "sleeper").Reason);
        }
        finally
        {
            released.Set();
        }
    }

    /// <summary>A stopwatch that runs only while an agent says that it works, and only on its thread.</summary>
    private sealed class WorkClock : TimeProvider, IDisposable
    {
        private readonly ThreadLocal<long> _worked = new();

        public void Work(TimeSpan time) => _worked.Value += time.Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _worked.Value;

        public void Dispose() => _worked.Dispose();
    }
}
