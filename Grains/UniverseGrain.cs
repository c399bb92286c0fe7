using GoldenSignals.Domain.Consensus;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;

namespace GoldenSignals.Grains;

/// <summary>Keeps what the shards report, for whoever looks at the market as a whole.</summary>
[KeepAlive]
public sealed partial class UniverseGrain(IOptions<GridOptions> options, ShardSnapshots snapshots, TimeProvider clock, ILogger<UniverseGrain> log, IOptions<RetentionOptions> retention, IStorageHealth? storage = null) : Grain, IUniverseGrain
{
    private readonly Dictionary<string, SymbolRow> _rows = [];
    private readonly Dictionary<int, (long Epoch, ShardTotals Totals)> _shards = [];
    private readonly Dictionary<int, ShardTotals> _ended = [];       // what earlier activations of a shard had counted
    private readonly SortedSet<DecisionRow> _signals = new(Comparer<DecisionRow>.Create((one, other) => HistoryPlace.Order.Compare(one.Place, other.Place)));      // newest first
    private readonly Dictionary<TimeSpan, MarketTimes> _times = [];
    private readonly DateTime[] _decidedUntilUtc = new DateTime[options.Value.Shards];
    private readonly long[] _known = new long[options.Value.Shards]; // of each shard's journal, the last record told of
    private SymbolRows? _ordered;

    public Task<long> Known(int shard) => Task.FromResult(_known[shard]);

    public Task<long> Report(ShardReport report)
    {
        if (report.Since > _known[report.Shard])
            return Task.FromResult(_known[report.Shard]);
        _known[report.Shard] = report.Sequence;
        _reports++;
        foreach (ref readonly SymbolRow row in report.Rows.AsSpan())
        {
            _rows[row.Symbol] = row;
            Times(row.Interval).Add(report.Shard, row);
        }
        if (report.Rows.Length > 0)
            _ordered = null;
        foreach (DecisionRow signal in report.Signals)
        {
            _signals.Add(signal);
            if (_signals.Count > options.Value.RecentSignals)
                _signals.Remove(_signals.Max!);
            while (snapshots.Interval is not null && _signals.Min!.BarTimeUtc - _signals.Max!.BarTimeUtc > retention.Value.HotSignals)
                _signals.Remove(_signals.Max);                       // the history has them
        }
        if (_shards.TryGetValue(report.Shard, out var before) && before.Epoch != report.Epoch)
            _ended[report.Shard] = _ended.TryGetValue(report.Shard, out ShardTotals? ended) ? ended.Plus(before.Totals with { Lag = TimeSpan.Zero }) : before.Totals with { Lag = TimeSpan.Zero };
        _shards[report.Shard] = (report.Epoch, report.Totals);
        _decidedUntilUtc[report.Shard] = report.Totals.WatermarkUtc;
        Learn(report.Switches);
        DateTime decidedUntil = _decidedUntilUtc.Min();
        foreach (MarketTimes times in _times.Values)
            times.CompleteUpTo(decidedUntil, options.Value.Shards);
        return Task.FromResult(report.Sequence);
    }

    public Task<MarketContext> Before(int shard, TimeSpan interval, DateTime barTimeUtc, DateTime untilUtc)
    {
        (double[] market, Dictionary<string, double[]> symbols) = Times(interval).Before(shard, barTimeUtc, untilUtc);
        return Task.FromResult(new MarketContext(market, symbols, Changes(barTimeUtc, untilUtc)));
    }

    public Task<MarketContext> Peek(int shard, TimeSpan interval, DateTime barTimeUtc)
    {
        (double[] market, Dictionary<string, double[]> symbols) = Times(interval).Before(shard, barTimeUtc, untilUtc: DateTime.MinValue);
        return Task.FromResult(new MarketContext(market, symbols, Changes(barTimeUtc, barTimeUtc)));
    }

    private MarketTimes Times(TimeSpan interval)
    {
        if (!_times.TryGetValue(interval, out MarketTimes? times))
            _times.Add(interval, times = new(interval));
        return times;
    }

    public Task<DateTime?> Now() => Task.FromResult(NowUtc());

    private DateTime? NowUtc()
    {
        (DateTime watermark, DateTime heard) = (DateTime.MinValue, DateTime.MinValue);
        foreach ((_, ShardTotals totals) in _shards.Values)
        {
            watermark = totals.WatermarkUtc > watermark ? totals.WatermarkUtc : watermark;
            heard = totals.HeardUtc > heard ? totals.HeardUtc : heard;
        }
        if (!options.Value.Live)
            return watermark > DateTime.MinValue ? watermark : null;
        DateTime now = clock.GetUtcNow().UtcDateTime;
        return heard == DateTime.MinValue ? now                      // no feed has told of a time
            : now > heard ? watermark + (now - heard) : watermark;
    }

    /// <summary>Of all activations of a shard.</summary>
    private ShardTotals TotalsOf(int shard) =>
        (_ended.GetValueOrDefault(shard) ?? ShardTotals.Zero).Plus(_shards.TryGetValue(shard, out var now) ? now.Totals : ShardTotals.Zero);

    public Task<SymbolRows> Symbols() =>
        Task.FromResult(_ordered ??= new([.. _rows.Values.OrderBy(row => row.Symbol, StringComparer.Ordinal)]));

    public Task<SymbolRow?> Find(string symbol) =>
        Task.FromResult(_rows.TryGetValue(symbol, out SymbolRow row) ? row : (SymbolRow?)null);

    public Task<SymbolRows> FindAll(string[] symbols)
    {
        var rows = new List<SymbolRow>(symbols.Length);
        foreach (string symbol in symbols)
            if (_rows.TryGetValue(symbol, out SymbolRow row))
                rows.Add(row);
        return Task.FromResult(new SymbolRows([.. rows]));
    }

    public Task<SymbolNow> Look(string symbol) =>
        Task.FromResult(new SymbolNow(_rows.TryGetValue(symbol, out SymbolRow row) ? row : null, NowUtc()));

    public Task<DecisionRows> Signals(HistoryQuery query) => Task.FromResult(new DecisionRows([.. _signals.Where(query.Wants).Take(query.Limit)]));

    public Task<GridStatus> Status()
    {
        ShardTotals[] shards = [.. Enumerable.Range(0, options.Value.Shards).Select(TotalsOf)];
        ShardTotals totals = shards.Aggregate(ShardTotals.Zero, (sum, shard) => sum.Plus(shard));
        return Task.FromResult(new GridStatus(_rows.Count, options.Value.Shards, totals) { Input = [.. shards.Select((shard, i) => ShardInput.Of(i, shard))] });
    }
}
