using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Options;
using GoldenSignals.Domain.Risk;
using GoldenSignals.Domain.Sentiment;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Domain.Universe;
using GoldenSignals.Grains;
using Orleans;

namespace GoldenSignals.Grid.Tests.Support;

/// <summary>One of every message between grains, with no member left at its default: what gets lost on the way shows.</summary>
internal static class MessageSamples
{
    /// <summary>Every type that goes between grains; of an abstract one its descendants do.</summary>
    public static Type[] Types { get; } =
    [
        .. new[] { typeof(Tick).Assembly, typeof(TickBatch).Assembly, typeof(ShardPlacement).Assembly }.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), false) && !type.IsAbstract),
    ];

    public static object Of(Type type) => All().FirstOrDefault(sample => sample.GetType() == type) ?? throw new InvalidOperationException($"no sample of {type}");

    public static object[] All()
    {
        DateTime time = SomeBars.Start;
        TimeSpan minute = TimeSpan.FromMinutes(1);
        var id = new BatchId(638_000_000_000_000_000, 17);
        var tick = new Tick("XRP/ETH", time, 0.0015, 12.5, "feed", 99);
        var bar = new Bar(time, 1, 3, 0.5, 2, 1000);
        var symbolBar = new SymbolBar("AAA", TimeSpan.FromMinutes(5), bar);
        Vote vote = Vote.Sell(0.75, "line-below-signal", -0.25, 0.5);
        Decision decision = PlainLoop.Decide("AAA", SomeBars.Random(1, 80), new DecisionModel()).Last() with
        {
            Position = new(PositionSide.Short, 110, 85, 1.5, 0.05, 0.0021), Action = SignalAction.Sell, ActionBefore = SignalAction.Buy, BarsInActionBefore = 7,
            Score = -0.4, Confidence = 0.6, Scale = 0.5, EffectiveVotes = 3.5, Disagreement = 0.2, TechnicalRating = -0.3, Method = ScoringMethod.LogOddsPool,
        };
        MarketView view = new("AAA", minute, bar, 3,
            [.. IndicatorCatalog.Columns.Select(column => column.Index + 0.5)], [.. IndicatorCatalog.Columns.Select(column => column.Index * 0.1)], gap: true);
        var row = new SymbolRow("AAA", minute, time, 10, 0.01, SignalAction.Buy, 0.3, 0.7, "entered") { AboveSma50 = 0.02, Momentum = -0.1, Gap = true, HeardUtc = time };
        var totals = new ShardTotals(1, 2, [3, 4, 5], 6, 7, 8, [new("late-tick", 9)], time, TimeSpan.FromMilliseconds(10)) { Inputs = 11, Received = 12, Shed = 13, HeardUtc = time, Silo = "S127.0.0.1:11111:7" };
        var record = new AgentRecord(12.5, 3, 4, 0.08);
        var news = new NewsItem("AAA", time, "Beats “estimates”", "wire", NewsChannel.Social, Stance.Bearish, "a1", -0.25);
        var earnings = new EarningsReport("AAA", time, 2.93, 2.78, 0.05);
        var contract = new OptionContract(time.AddDays(30), 100, OptionRight.Put, 2, 2.1, 12, 340);
        var chain = new OptionChain("AAA", time, [contract, contract with { Strike = 105, Volume = double.NaN }], 101, 0.05, 0.01, ExerciseStyle.American);
        SymbolInput[] inputs = [news, earnings, chain];
        var off = new AgentSwitch("rsi", time, AgentSwitch.OverBudget) { Weight = 0.5 };
        var developing = new DevelopingBar(minute, bar, true, [1, 0.5], [off], time);
        var builder = new BarBuilder(minute);
        builder.Add(new Tick("AAA", time.AddSeconds(5), 10, 2), out _);
        var gate = new TickGate(new());
        gate.Admit(tick, DateTime.MinValue);
        var place = new HistoryPlace(time, "AAA", minute);
        var past = new DecisionRow("AAA", minute, time, 10, SignalAction.Sell, SignalAction.Buy, -0.4, 0.6, "entered", decision.Position, "0123abcd", 12);
        var at = new SymbolAt(minute, [bar], decision);
        double[] columns = [.. Enumerable.Range(1, 7).Select(i => i / 8.0)];
        return
        [
            tick, bar, symbolBar, vote, decision, view, decision.Position!, row, totals, record, id, new ReasonCount("late-tick", 9), news, earnings, contract, chain, off,
            new TickBatch([tick], [symbolBar], time) { Inputs = inputs, InStep = true }, new IngestReceipt(1, 2, [new(3, "late-tick")], "memory"), new Rejection(3, "late-tick"),
            new ClosedBars(id, "AAA", minute, [bar]) { Inputs = inputs, Universe = columns, BarsBefore = 7, Gaps = [true], Begins = true }, new ViewBatch(id, [view]) { Switches = [off], Follows = true },
            new VoteBatch(AgentKind.Momentum, [vote]) { OverBudget = ["rsi"], Times = [TimeSpan.FromTicks(7)], Faults = [2] },
            new VoteSet([new VoteBatch(AgentKind.Momentum, [vote])]), new DecisionBatch(id, [decision]) { Bars = [bar], Shard = 3, After = 16 }, new StandingQuery("q1", "me", "low", "rsi_14 < 30", 1, time, ["AAA"]), new StandingQueries(4, [new("q1", "me", "low", "rsi_14 < 30", 1, time, ["AAA"])]), new QueryLimits(1, 2, 3), new LogEnds(5, true, [6, 7]), new LoggedDecisions(8, [bar], [past]), new LogPage([new(8, [bar], [past])], 9, true), new BarBatch(id, [symbolBar]),
            new BarSeries("AAA", minute, [bar]), new TrackRecords("AAA", [record]), new SymbolRows([row]), new SymbolNow(row, time),
            new ShardReport(3, 5, totals, [row], [past]) { Since = 4, Sequence = 6, Switches = [off] }, new ShardRecovery(5, 6, 7, 1, ["damaged"]), new StoredSnapshot { Bytes = [1, 2, 3] }, new SavedState([4, 5]), new SavedStates(["AAA"], [[6]]), new DecisionRows([past]), new GridStatus(1, 64, totals) { Input = [new(1, 2, 3, 4, 5, 6, "S127.0.0.1:11111:7")] }, new MarketContext(columns, new() { ["AAA"] = columns }, [off]),
            new UniverseRow("AAA", 10, 0.1, 1, -0.2), new UniverseValues(25, 0.5, -12, 0.75, 1.5, 2.5, 9),
            new UniverseSnapshot(300, time, [25, 0.5, -12, 3], ["AAA", "BBB"], [1, 2, 3, double.NaN], [1, 0], [0.1, 0.2, 0.3]),
            new HistoryQuery("AAA", SignalAction.Buy, time, time.AddDays(1), 50, place), place, past, new SignalInsight("AAA", SignalAction.Sell, 3, 0.6, time),
            new SignalInsights(time, [new("AAA", SignalAction.Sell, 3, 0.6, time)]), at, new PastState(at, time), new SymbolCase(view, new([7])), new PastCase(new(view, new([7])), time), developing, new LiveDecision(developing, decision),
            new AgentChange("rsi", true, 0.5, time), new AgentChanges([off], time, time.AddMinutes(1)) { Granted = true }, new AgentTotal(1, 2, 3, 4, TimeSpan.FromTicks(5), 6), new AgentTotals([new(1, 2, 3, 4, TimeSpan.FromTicks(5), 6)]), new SymbolNames(["AAA"]),
            builder.Save(), gate.Save(), new SourceSequence("feed", 3, time, time), new ShardInput(1, 2, 3, 4, 5, 6, "S127.0.0.1:11111:7"), new ShardPlacement(),
            new OnceRequest("key", "0f"), new OnceState(OnceStage.Done, [7, 8]), new OnceAnswer("key", [9]),
        ];
    }
}
