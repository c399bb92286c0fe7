using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Domain.Storage;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Grains;
using GoldenSignals.Grid.Tests.Support;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Grid.Tests;

/// <summary>The developing bar can be decided at any time, and nobody who asks changes anything.</summary>
public class LiveTests
{
    private const int Symbols = 23, Minutes = 12;

    /// <summary>Each bar as three ticks: at its open, high or low, and close.</summary>
    private static Tick[] Ticks(SymbolBar bar) =>
    [
        new(bar.Symbol, bar.Bar.OpenTimeUtc.AddSeconds(1), bar.Bar.Open, 10),
        new(bar.Symbol, bar.Bar.OpenTimeUtc.AddSeconds(20), bar.Bar.Open < bar.Bar.Close ? bar.Bar.High : bar.Bar.Low, 5),
        new(bar.Symbol, bar.Bar.OpenTimeUtc.AddSeconds(50), bar.Bar.Close, 7),
    ];

    private static async Task Run(TestGrid grid, Func<Tick[], Task> asked, params IEnumerable<IGrouping<DateTime, SymbolBar>> minutes)
    {
        FeedPump pump = grid.Pump(live: true);
        foreach (IGrouping<DateTime, SymbolBar> minute in minutes)
        {
            foreach (IGrouping<DateTime, Tick> ticks in minute.SelectMany(Ticks).GroupBy(tick => tick.TimeUtc))
            {
                await pump.Run(new Recorded(new FeedBatch(ticks.ToArray(), default, ticks.Key)), CancellationToken.None);
                await asked([.. ticks]);
            }
            await pump.Run(new Recorded(new FeedBatch(default, default, minute.Key + Recorded.Minute)), CancellationToken.None);
        }
    }

    private static IEnumerable<IGrouping<DateTime, SymbolBar>> Market() => Recorded.Market(Symbols, Minutes).GroupBy(bar => bar.Bar.OpenTimeUtc);

    private static Dictionary<string, string> Digest(TestGrid grid)
    {
        using var digest = new DecisionDigest();
        foreach (Decision decision in grid.Journal.Decisions)
            digest.Add(decision);
        return digest.Symbols().ToDictionary();
    }

    [Fact]
    public async Task Asking_leaves_no_trace_in_later_decisions()
    {
        await using TestGrid asked = await TestGrid.Start(live: true), alone = await TestGrid.Start(live: true);
        ILiveGrain live = asked.Grains.GetGrain<ILiveGrain>(0);
        int answers = 0;
        await Run(asked, async ticks =>
        {
            foreach (Tick tick in ticks.Take(6))
                answers += (await live.Decide(tick.Symbol)).Decision is null ? 0 : 1;
        }, Market());
        await Run(alone, _ => Task.CompletedTask, Market());

        Assert.Equal(6 * 3 * Minutes, answers);
        Assert.Equal(Symbols * Minutes, asked.Journal.Decisions.Length);
        Assert.Equal(Digest(alone), Digest(asked));
    }

    [Fact]
    public async Task After_the_last_tick_the_live_decision_is_what_the_close_then_decides()
    {
        await using TestGrid grid = await TestGrid.Start(live: true);
        ILiveGrain live = grid.Grains.GetGrain<ILiveGrain>(0);
        var last = new Dictionary<string, Decision>();
        await Run(grid, async ticks =>
        {
            foreach (Tick tick in ticks)
            {
                LiveDecision now = await live.Decide(tick.Symbol);
                Assert.Equal((tick.Price, tick.TimeUtc), (now.Bar!.Bar.Close, now.Bar.HeardUtc));
                last[now.Decision!.Id] = now.Decision;
            }
        }, Market());

        Assert.Equal(Symbols * Minutes, last.Count);
        Assert.All(grid.Journal.Decisions, decision => Assert.True(DecisionCodec.Same(decision, last[decision.Id]), decision.Id));
        Assert.Contains(grid.Journal.Decisions, decision => !double.IsNaN(decision.Indicators[Domain.Indicators.Column.Named("uni_count").Index]));
    }

    [Fact]
    public async Task Between_a_close_and_the_next_tick_there_is_nothing_to_decide()
    {
        await using TestGrid grid = await TestGrid.Start(live: true);
        ILiveGrain live = grid.Grains.GetGrain<ILiveGrain>(0);
        Assert.Equal(new(null, null), await live.Decide("NONE"));
        await Run(grid, _ => Task.CompletedTask, Market().First());
        Assert.Equal(new(null, null), await live.Decide("S01"));
        double price = grid.Journal.Decisions.Last(decision => decision.Symbol == "S01").Price;
        await grid.Ticks("S01", default, new Tick("S01", SomeBars.Start.AddSeconds(61), price, 1));
        Assert.Equal((SomeBars.Start.AddMinutes(1), price), ((await live.Decide("S01")).Decision!.BarTimeUtc, (await live.Decide("S01")).Decision!.Price));
    }

    [Fact]
    public async Task An_agent_that_is_off_from_the_developing_bar_on_is_off_in_it()
    {
        await using TestGrid grid = await TestGrid.Start(live: true);
        ILiveGrain live = grid.Grains.GetGrain<ILiveGrain>(0);
        await Run(grid, _ => Task.CompletedTask, Market().Take(2));
        Assert.True((await grid.Universe.Change(new("rsi", Votes: false, Weight: null, FromBarUtc: null))).Granted);
        await grid.Ticks("S01", default, new Tick("S01", SomeBars.Start.AddMinutes(2), grid.Journal.Decisions.Last(decision => decision.Symbol == "S01").Price, 1));
        LiveDecision now = await live.Decide("S01");
        Assert.Equal(AgentSwitch.SwitchedOff, now.Decision!.Votes[grid.Model.Panel.IndexOf("rsi")].Reason);
    }
}
