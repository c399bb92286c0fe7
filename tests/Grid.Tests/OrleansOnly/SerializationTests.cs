using System.Text.Json;
using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Risk;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Grains;
using GoldenSignals.Grid.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Serialization;

namespace GoldenSignals.Grid.Tests.OrleansOnly;

/// <summary>Every message type survives the way between two silos. A new one without a sample here fails the first test.</summary>
public sealed class SerializationTests : IDisposable
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        IncludeFields = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    public static TheoryData<string> MessageTypes =>
    [
        .. new[] { typeof(Tick).Assembly, typeof(TickBatch).Assembly, typeof(ShardPlacement).Assembly }.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), false)).Select(type => type.FullName!),
    ];

    [Theory, MemberData(nameof(MessageTypes))]
    public void Round_trips(string type)
    {
        object sample = Samples().FirstOrDefault(sample => sample.GetType().FullName == type) ?? throw new InvalidOperationException($"no sample of {type}");
        var serializer = _services.GetRequiredService<Serializer>();

        object copy = serializer.Deserialize<object>(serializer.SerializeToArray(sample))!;

        Assert.Equal(sample.GetType(), copy.GetType());
        Assert.Equal(Shown(sample), Shown(copy));
    }

    /// <summary>All of a message as text. A view's values lie behind a span, which JSON does not see.</summary>
    private static string Shown(object message) => message switch
    {
        MarketView view => JsonSerializer.Serialize(new { view.Symbol, view.Interval, view.Bar, view.BarNumber, view.SharedValues, Before = view.Previous(DecisionModel.Atr) }, s_json),
        ViewBatch batch => $"{batch.Batch}: {string.Join('\n', batch.Views.Select(view => Shown(view)))}",
        _ => JsonSerializer.Serialize(message, message.GetType(), s_json),
    };

    private static IEnumerable<object> Samples()
    {
        DateTime time = SomeBars.Start;
        var id = new BatchId(638_000_000_000_000_000, 17);
        var tick = new Tick("XRP/ETH", time, 0.0015, 12.5, "feed", 99);
        var bar = new Bar(time, 1, 3, 0.5, 2, 1000);
        var symbolBar = new SymbolBar("AAA", TimeSpan.FromMinutes(5), bar);
        Vote vote = Vote.Sell(0.75, "line-below-signal", -0.25, 0);
        Decision decision = PlainLoop.Decide("AAA", SomeBars.Random(1, 80), new DecisionModel()).Last() with
        {
            Position = new(PositionSide.Short, 110, 85, 1.5, 0.05, 0.0021),
        };
        MarketView view = new("AAA", TimeSpan.FromMinutes(1), bar, 3,
            [.. IndicatorCatalog.Columns.Select(column => column.Index + 0.5)], [.. IndicatorCatalog.Columns.Select(column => column.Index * 0.1)]);
        var row = new SymbolRow("AAA", TimeSpan.FromMinutes(1), time, 10, 0.01, SignalAction.Buy, 0.3, 0.7, "entered");
        var totals = new ShardTotals(1, 2, [3, 4, 5], 6, 7, 8, [new("late-tick", 9)], time, TimeSpan.FromMilliseconds(10));
        var record = new AgentRecord(12.5, 3, 4, 0.08);
        return
        [
            tick, bar, symbolBar, vote, decision, view, decision.Position!, row, totals, record, id, new ReasonCount("late-tick", 9),
            new TickBatch([tick], [symbolBar], time), new IngestReceipt(1, 2, [new(3, "late-tick")], "memory"), new Rejection(3, "late-tick"),
            new ClosedBars(id, "AAA", TimeSpan.FromMinutes(1), [bar]), new ViewBatch(id, [view]), new VoteBatch(AgentKind.Trend, [vote]),
            new VoteSet([new VoteBatch(AgentKind.Trend, [vote])]), new DecisionBatch(id, [decision]), new BarBatch(id, [symbolBar]),
            new BarSeries("AAA", TimeSpan.FromMinutes(1), [bar]), new TrackRecords("AAA", [record]), new SymbolRows([row]),
            new ShardReport(3, 5, totals, [row], [decision]), new GridStatus(1, 64, totals),
            new BarBuilder(TimeSpan.FromMinutes(1)).Save(), new TickGate(new()).Save(), new SourceSequence("feed", 3),
            new ShardPlacement(),
        ];
    }
}
