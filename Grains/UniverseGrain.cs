using GoldenSignals.Domain.Consensus;
using Microsoft.Extensions.Options;
using Orleans;

namespace GoldenSignals.Grains;

/// <summary>Keeps what the shards report, for whoever looks at the market as a whole.</summary>
[KeepAlive]
public sealed class UniverseGrain(IOptions<GridOptions> options) : Grain, IUniverseGrain
{
    private readonly Dictionary<string, SymbolRow> _rows = [];
    private readonly Dictionary<int, (long Epoch, ShardTotals Totals)> _shards = [];
    private readonly Dictionary<int, ShardTotals> _ended = [];       // what earlier activations of a shard had counted
    private readonly Queue<Decision> _signals = [];
    private SymbolRows? _ordered;

    public Task Report(ShardReport report)
    {
        foreach (ref readonly SymbolRow row in report.Rows.AsSpan())
            _rows[row.Symbol] = row;
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
        return Task.CompletedTask;
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
