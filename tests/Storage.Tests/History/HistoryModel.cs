using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Risk;
using GoldenSignals.Grains;

namespace GoldenSignals.Storage.Tests.History;

/// <summary>What a history must answer, written down plainly: a list, searched through.</summary>
internal sealed class HistoryModel
{
    public List<DecisionRow> Decisions { get; } = [];
    public List<SymbolBar> Bars { get; } = [];

    public void Add(DecidedBars record)
    {
        for (int i = 0; i < record.Bars.Length; i++)
        {
            Decision of = record.Decisions[i];
            Bars.Add(new(of.Symbol, of.Interval, record.Bars[i]));
            Decisions.Add(new(of.Symbol, of.Interval, of.BarTimeUtc, of.Price, of.Action, of.ActionBefore, of.Score, of.Confidence, of.Reason, of.Position, of.Configuration, record.Sequence));
        }
    }

    public SymbolBar[] BarsOf(HistoryQuery query) => Page(Bars, bar => new(bar.Bar.OpenTimeUtc, bar.Symbol, bar.Interval), query);

    public DecisionRow[] DecisionsOf(HistoryQuery query) => Page(Decisions.Where(row => query.Action is not { } action || row.Action == action), PlaceOf, query);

    public DecisionRow[] SignalsOf(HistoryQuery query) => Page(Decisions.Where(row => row.Action != row.ActionBefore && (query.Action is not { } action || row.Action == action)), PlaceOf, query);

    public static HistoryPlace PlaceOf(DecisionRow row) => new(row.BarTimeUtc, row.Symbol, row.Interval);

    private static T[] Page<T>(IEnumerable<T> rows, Func<T, HistoryPlace> place, HistoryQuery query) =>
    [
        .. from row in rows
           let at = place(row)
           where at.BarTimeUtc >= query.FromUtc && at.BarTimeUtc < query.ToUtc && (query.Symbol ?? at.Symbol) == at.Symbol
           where query.Behind is not { } behind || Behind(at, behind)
           orderby at.BarTimeUtc descending
           select (row, at) into kept
           group kept by kept.at.BarTimeUtc into times
           from kept in times.OrderBy(kept => kept.at.Symbol, StringComparer.Ordinal).ThenBy(kept => kept.at.Interval)
           select kept.row into row
           select row,
    ];

    private static bool Behind(HistoryPlace one, HistoryPlace other)
    {
        if (one.BarTimeUtc != other.BarTimeUtc)
            return one.BarTimeUtc < other.BarTimeUtc;
        int symbol = string.CompareOrdinal(one.Symbol, other.Symbol);
        return symbol != 0 ? symbol > 0 : one.Interval > other.Interval;
    }
}

/// <summary>Decided bars as shards make them: each symbol in one shard, each of its series in order.</summary>
internal sealed class SomeRecords(int seed, int symbols = 12, int shards = 3)
{
    public static readonly DateTime Start = new(2024, 3, 1, 22, 0, 0, DateTimeKind.Utc);
    private static readonly string[] s_reasons = ["entered", "left", "score-below-entry"];

    private readonly Random _random = new(seed);
    private readonly long[] _sequences = new long[shards];
    private readonly Dictionary<(string, TimeSpan), DateTime> _next = [];
    private readonly Dictionary<(string, TimeSpan), SignalAction> _before = [];

    public static string Name(int symbol) => symbol % 3 == 0 ? $"S{symbol}" : symbol % 3 == 1 ? $"T/{symbol}" : $"S{symbol}.X";

    /// <summary>The next record of some shard.</summary>
    /// <param name="step">Largest gap between two bars of a series, in bars.</param>
    public (int Shard, DecidedBars Record) Next(int step = 40)
    {
        int shard = _random.Next(shards);
        _sequences[shard] += 2;                                       // the input lies between
        var bars = new List<Bar>();
        var decisions = new List<Decision>();
        for (int symbol = shard; symbol < symbols; symbol += shards)
            foreach (TimeSpan interval in new[] { TimeSpan.FromMinutes(1), TimeSpan.FromHours(1) })
                for (int left = _random.Next(3); left > 0; left--)
                {
                    (Bar bar, Decision decision) = One(Name(symbol), interval, step);
                    bars.Add(bar);
                    decisions.Add(decision);
                }
        return (shard, Record(_sequences[shard], bars, decisions));
    }

    public static DecidedBars Record(long sequence, IEnumerable<Bar> bars, IEnumerable<Decision> decisions) =>
        new(sequence, [], [], [], [.. bars], [], [.. decisions]);

    private (Bar Bar, Decision Decision) One(string symbol, TimeSpan interval, int step)
    {
        DateTime time = _next.GetValueOrDefault((symbol, interval), Start);
        _next[(symbol, interval)] = time + interval * (interval.TotalMinutes == 1 ? _random.Next(1, step) : 1);
        double price = 100 + _random.NextDouble();
        SignalAction before = _before.GetValueOrDefault((symbol, interval)), action = _random.Next(4) == 0 ? (SignalAction)_random.Next(3) : before;
        _before[(symbol, interval)] = action;
        return (new(time, price, price + 1, price - 1, price, _random.Next(1000)), Decided(symbol, interval, time, price, action, before, _random.NextDouble()));
    }

    public static Decision Decided(string symbol, TimeSpan interval, DateTime time, double price, SignalAction action, SignalAction before, double confidence) => new()
    {
        Symbol = symbol, Interval = interval, BarTimeUtc = time, Price = price, Action = action, ActionBefore = before, Confidence = confidence,
        Score = 2 * confidence - 1, Scale = 1, Votes = [], Weights = [], Reason = s_reasons[(int)action], BarsInActionBefore = 1, Configuration = "0123abcd", Indicators = [],
        Method = default, EffectiveVotes = 1, Disagreement = 0, TechnicalRating = double.NaN,
        Position = action == SignalAction.Hold ? null : new(action == SignalAction.Buy ? PositionSide.Long : PositionSide.Exit, price - 1, double.NaN, 2, 0.1, 0.01),
    };
}
