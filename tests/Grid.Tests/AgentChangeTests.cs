using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Grains;
using GoldenSignals.Grid.Tests.Support;
using GoldenSignals.Silo.Feeds;
using GoldenSignals.Silo.Replay;

namespace GoldenSignals.Grid.Tests;

/// <summary>Agents are switched and weighed while the grid runs: from one bar on, everywhere, for good, and in every replay.</summary>
public class AgentChangeTests
{
    private const int Symbols = 25;

    private static readonly DateTime s_start = SomeBars.Start;
    private static readonly FeedBatch[] s_minutes = [.. Recorded.Minutes(Recorded.Market(Symbols, count: 60))];

    private static Task Feed(TestGrid grid, Range minutes) => grid.Pump(live: true).Run(new Recorded(s_minutes[minutes]), CancellationToken.None);

    private static AgentChange Off(string agent, DateTime? from = null) => new(agent, Votes: false, Weight: null, from);

    private static DecisionModel Four() => HandAgent.Model(
        HandAgent.Buyer("one", AgentKind.Trend), HandAgent.Buyer("two", AgentKind.Momentum), HandAgent.Buyer("three", AgentKind.Reversion),
        HandAgent.Named("bear", AgentKind.Volume, _ => Vote.Sell(0.8, "always")));

    private static Vote VoteOf(TestGrid grid, Decision decision, string agent) => decision.Votes[grid.Model.Panel.IndexOf(agent)];

    [Theory, InlineData(1), InlineData(4)]
    public async Task It_holds_from_the_stated_bar_on_in_all_shards_until_the_next_change(int shards)
    {
        await using TestGrid grid = await TestGrid.Start(shards, live: true, model: Four());
        await Feed(grid, ..3);
        AgentChanges off = await grid.Universe.Change(Off("bear"));
        Assert.Equal((true, s_start.AddMinutes(2), s_start.AddMinutes(3)), (off.Granted, off.LatestUtc, Assert.Single(off.Changes).FromBarUtc));
        await Feed(grid, 3..6);
        Assert.Equal(s_start.AddMinutes(6), (await grid.Universe.Change(new("bear", Votes: true, Weight: 0.5, null))).Changes[^1].FromBarUtc);
        await Feed(grid, 6..9);

        Assert.Equal(Symbols * 9, grid.Journal.Decisions.Length);
        int bear = grid.Model.Panel.IndexOf("bear");
        Assert.All(grid.Journal.Decisions, decision =>
        {
            bool silent = decision.BarTimeUtc >= s_start.AddMinutes(3) && decision.BarTimeUtc < s_start.AddMinutes(6);
            Assert.Equal(silent ? AgentSwitch.SwitchedOff : "always", VoteOf(grid, decision, "bear").Reason);
            Assert.Equal(decision.BarTimeUtc >= s_start.AddMinutes(6) ? 0.125 : 0.25, decision.Weights[bear], 1e-12);
            Assert.Equal(silent ? 1 : decision.BarTimeUtc < s_start.AddMinutes(6) ? 0.5 : (0.75 - 0.125) / 0.875, decision.Score, 1e-12);
        });
    }

    [Fact]
    public async Task Nothing_changes_for_a_bar_that_a_shard_has_come_to()
    {
        await using TestGrid grid = await TestGrid.Start(live: true, model: Four());
        await Feed(grid, ..3);
        AgentChanges late = await grid.Universe.Change(Off("bear", s_start.AddMinutes(2)));
        Assert.Equal((false, 0, s_start.AddMinutes(3)), (late.Granted, late.Changes.Length, late.NextUtc));
        await Feed(grid, 3..5);
        Assert.All(grid.Journal.Decisions, decision => Assert.Equal("always", VoteOf(grid, decision, "bear").Reason));
    }

    [Fact]
    public async Task What_is_planned_comes_to_hold_at_its_bar_and_a_change_before_it_takes_its_place()
    {
        await using TestGrid grid = await TestGrid.Start(live: true, model: Four());
        await Feed(grid, ..2);
        await grid.Universe.Change(Off("bear", s_start.AddMinutes(5)));
        await grid.Universe.Change(Off("one", s_start.AddMinutes(5)));
        await Feed(grid, 2..4);
        AgentChanges changes = await grid.Universe.Change(new("one", Votes: null, Weight: 2, null));
        Assert.Equal([("one", 4, true), ("bear", 5, false)], changes.Changes.Select(change => (change.Agent, (int)(change.FromBarUtc - s_start).TotalMinutes, change.Votes)));
        await Feed(grid, 4..8);
        Assert.All(grid.Journal.Decisions, decision =>
        {
            Assert.Equal(decision.BarTimeUtc >= s_start.AddMinutes(5), VoteOf(grid, decision, "bear").Abstains);
            Assert.False(VoteOf(grid, decision, "one").Abstains);
        });
    }

    [Fact]
    public async Task A_wish_for_what_is_so_already_changes_nothing()
    {
        await using TestGrid grid = await TestGrid.Start(live: true, model: Four());
        await Feed(grid, ..2);
        Assert.Equal((true, 0), ((await grid.Universe.Change(new("bear", Votes: true, Weight: 1, null))).Granted, (await grid.Universe.Changes()).Changes.Length));
        await grid.Universe.Change(Off("bear"));
        await Feed(grid, 2..4);
        AgentChanges again = await grid.Universe.Change(Off("bear"));
        Assert.Equal((true, s_start.AddMinutes(2)), (again.Granted, Assert.Single(again.Changes).FromBarUtc));
    }

    [Fact]
    public async Task An_agent_over_its_budget_is_off_at_once_whatever_is_planned_and_can_be_taken_in_again()
    {
        await using TestGrid grid = await TestGrid.Start(live: true, model: Four());
        await Feed(grid, ..2);
        await grid.Universe.Change(new("bear", Votes: false, Weight: 3, s_start.AddMinutes(50)));
        await grid.Universe.SwitchOff("bear", AgentSwitch.OverBudget);
        await grid.Universe.SwitchOff("bear", AgentSwitch.OverBudget);
        Assert.Equal([new("bear", s_start.AddMinutes(2), AgentSwitch.OverBudget)], (await grid.Universe.Changes()).Changes);
        await Feed(grid, 2..4);
        await grid.Universe.Change(new("bear", Votes: true, null, null));
        await Feed(grid, 4..6);
        Assert.All(grid.Journal.Decisions, decision =>
            Assert.Equal(decision.BarTimeUtc >= s_start.AddMinutes(2) && decision.BarTimeUtc < s_start.AddMinutes(4) ? AgentSwitch.OverBudget : "always", VoteOf(grid, decision, "bear").Reason));
    }

    [Fact]
    public async Task A_shard_that_decides_many_bars_at_once_takes_each_change_at_its_bar()
    {
        await using TestGrid grid = await TestGrid.Start(shards: 1, live: true, model: Four());
        Bar[] bars = SomeBars.Random(seed: 1, count: 12);
        await grid.Bars("AAA", bars[0]);
        foreach ((int minute, bool votes) in new[] { (3, false), (6, true), (8, false) })
            await grid.Universe.Change(new("bear", votes, null, s_start.AddMinutes(minute)));
        await grid.Bars("AAA", bars[1..]);
        Assert.Equal("vvvaaavvaaaa", string.Concat(grid.Journal.Decisions.Select(decision => VoteOf(grid, decision, "bear").Abstains ? 'a' : 'v')));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_crash_it_still_holds_and_the_journal_replays_to_the_same_bits(bool withoutTheUniverse)
    {
        AgentChange[] changes = [Off("rsi"), new("macd", Votes: null, Weight: 3, null), Off("kama", s_start.AddMinutes(45))];
        using TempFolder whole = new(), broken = new();
        await using (TestGrid grid = await TestGrid.StartIn(whole.Path, live: true))
        {
            await Feed(grid, ..20);
            foreach (AgentChange change in changes)
                Assert.True((await grid.Universe.Change(change)).Granted);
            await Feed(grid, 20..60);
        }
        TempFolder crashed;
        await using (TestGrid grid = await TestGrid.StartIn(broken.Path, live: true))
        {
            await Feed(grid, ..20);
            foreach (AgentChange change in changes)
                await grid.Universe.Change(change);
            await Feed(grid, 20..35);
            crashed = broken.Crashed();
        }
        using (crashed)
        {
            if (withoutTheUniverse)
                Assert.NotEmpty(Lost(crashed.Path));
            await using (TestGrid again = await TestGrid.StartIn(crashed.Path, live: true))
            {
                Assert.Equal(0, again.Recovery!.Different);
                if (withoutTheUniverse)                              // what had not come to hold was with the universe alone
                    await again.Universe.Change(changes[2]);
                Assert.Equal(["rsi", "macd", "kama"], (await again.Universe.Changes()).Changes.Select(change => change.Agent));
                await Feed(again, 35..60);
            }
            Assert.Equal(await whole.Digests(), await crashed.Digests());
            JournalSummary replayed = await RecordedGrid.Replay(crashed.Path, new Dictionary<string, string?>(), null, CancellationToken.None);
            Assert.Equal((true, Symbols * 60L), (replayed.Equal, replayed.Decisions));
        }
    }

    private static string[] Lost(string folder)
    {
        string[] files = [.. Directory.GetFiles(folder, "*universe*", SearchOption.AllDirectories), .. Directory.GetDirectories(folder, "*universe*", SearchOption.AllDirectories)];
        foreach (string file in files)
            if (Directory.Exists(file))
                Directory.Delete(file, recursive: true);
            else if (File.Exists(file))
                File.Delete(file);
        return files;
    }

    [Fact]
    public async Task Records_times_and_faults_are_added_up_over_all_symbols()
    {
        DecisionModel model = HandAgent.Model(
            HandAgent.Buyer("one", AgentKind.Trend), HandAgent.Buyer("two", AgentKind.Momentum), HandAgent.Buyer("three", AgentKind.Reversion),
            HandAgent.Named("thrower", AgentKind.Volume, _ => throw new InvalidOperationException("a defect")));
        await using TestGrid grid = await TestGrid.Start(live: true, model: model);
        await Feed(grid, ..40);

        AgentTotals[] shards = await Task.WhenAll(Enumerable.Range(0, grid.Shards).Select(shard => grid.Grains.GetGrain<IConsensusGrain>(shard).Agents(null)));
        AgentTotals all = shards.Aggregate((one, other) => one.Plus(other));
        TrackRecords[] records = await Task.WhenAll(Enumerable.Range(0, Symbols).Select(async i => (await grid.ConsensusOf($"S{i:D2}").Records($"S{i:D2}"))!));
        for (int agent = 0; agent < model.Panel.Count; agent++)
        {
            bool throws = model.Panel.Descriptors[agent].Id == "thrower";
            AgentTotal total = all.Agents[agent];
            Assert.Equal((40 * Symbols, throws ? 40 * Symbols : 0), (total.Evaluations, total.Faults));
            Assert.True(total.Time > TimeSpan.Zero);
            Assert.Equal(records.Sum(record => record.Agents[agent].Resolved), total.Resolved, 1e-9);
            Assert.Equal(throws, total.Resolved == 0);
            Assert.Equal(records.Sum(record => record.Agents[agent].Gains), total.Gains, 1e-9);
            Assert.Equal(records.Sum(record => record.Agents[agent].Losses), total.Losses, 1e-9);
        }
        AgentTotals some = await grid.ConsensusOf("S03").Agents(new(["S03", "NONE"]));
        Assert.Equal(records[3].Agents[0].Resolved, some.Agents[0].Resolved, 1e-9);
    }
}
