using GoldenSignals.Domain.Consensus;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;

namespace GoldenSignals.Grains;

/// <summary>Keeps what the shards report, for whoever looks at the market as a whole.</summary>
[KeepAlive]
public sealed partial class UniverseGrain(IOptions<GridOptions> options, ILogger<UniverseGrain> log) : Grain, IUniverseGrain
{
    private readonly Dictionary<string, SymbolRow> _rows = [];
    private readonly Dictionary<int, (long Epoch, ShardTotals Totals)> _shards = [];
    private readonly Dictionary<int, ShardTotals> _ended = [];       // what earlier activations of a shard had counted
    private readonly Queue<Decision> _signals = [];
    private readonly Dictionary<TimeSpan, MarketTimes> _times = [];
    private readonly DateTime[] _decidedUntilUtc = new DateTime[options.Value.Shards];
    private readonly List<AgentSwitch> _switches = [];
    private SymbolRows? _ordered;

    public Task Report(ShardReport report)
    {
        foreach (ref readonly SymbolRow row in report.Rows.AsSpan())
        {
            _rows[row.Symbol] = row;
            Times(row.Interval).Add(report.Shard, row);
        }
        if (report.Rows.Length > 0)
            _ordered = null;
        foreach (Decision signal in report.Signals)
        {
            _signals.Enqueue(signal);
            if (_signals.Count > options.Value.RecentSignals)
                _signals.Dequeue();
        }
        if (_shards.TryGetValue(report.Shard, out var before) && before.Epoch != report.Epoch)
            _ended[report.Shard] = _ended.TryGetValue(report.Shard, out ShardTotals? ended) ? ended.Plus(before.Totals with { Lag = TimeSpan.Zero }) : before.Totals with { Lag = TimeSpan.Zero };
        _shards[report.Shard] = (report.Epoch, report.Totals);
        _decidedUntilUtc[report.Shard] = report.Totals.WatermarkUtc;
        DateTime decidedUntil = _decidedUntilUtc.Min();
        foreach (MarketTimes times in _times.Values)
            times.CompleteUpTo(decidedUntil, options.Value.Shards);
        return Task.CompletedTask;
    }

    public Task<MarketContext> Before(int shard, TimeSpan interval, DateTime barTimeUtc, DateTime untilUtc)
    {
        (double[] market, Dictionary<string, double[]> symbols) = Times(interval).Before(shard, barTimeUtc, untilUtc);
        return Task.FromResult(new MarketContext(market, symbols, [.. _switches.Where(off => off.FromBarUtc <= untilUtc)]));
    }

    public Task SwitchOff(string agent, string reason)
    {
        if (_switches.Exists(off => off.Agent == agent))
            return Task.CompletedTask;
        DateTime from = _times.Select(times => times.Value.LatestUtc + times.Key).DefaultIfEmpty().Max();      // all shards ask before they vote: none has voted on it
        _switches.Add(new(agent, from, reason));
        LogSwitchedOff(log, agent, from, reason);
        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Error, "Agent {Agent} is switched off from the bars of {FromBarUtc:O} on: {Reason}")]
    private static partial void LogSwitchedOff(ILogger log, string agent, DateTime fromBarUtc, string reason);

    private MarketTimes Times(TimeSpan interval)
    {
        if (!_times.TryGetValue(interval, out MarketTimes? times))
            _times.Add(interval, times = new(interval));
        return times;
    }

    public Task<SymbolRows> Symbols() =>
        Task.FromResult(_ordered ??= new([.. _rows.Values.OrderBy(row => row.Symbol, StringComparer.Ordinal)]));

    public Task<SymbolRow?> Find(string symbol) =>
        Task.FromResult(_rows.TryGetValue(symbol, out SymbolRow row) ? row : (SymbolRow?)null);

    public Task<DecisionBatch> Signals(string? symbol, SignalAction? action, int limit)
    {
        var newestFirst = _signals.Reverse()
            .Where(signal => (symbol is null || signal.Symbol == symbol) && (action is null || signal.Action == action))
            .Take(limit);
        return Task.FromResult(new DecisionBatch(default, [.. newestFirst]));
    }

    public Task<GridStatus> Status()
    {
        ShardTotals totals = _ended.Values.Concat(_shards.Values.Select(shard => shard.Totals)).Aggregate(ShardTotals.Zero, (sum, shard) => sum.Plus(shard));
        return Task.FromResult(new GridStatus(_rows.Count, options.Value.Shards, totals));
    }
}
