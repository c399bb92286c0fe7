using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using Microsoft.Extensions.DependencyInjection;

namespace GoldenSignals.Api.Tests;

/// <summary>A history in plain lists. It can be made to fall behind, and counts how often it is asked.</summary>
internal sealed class RememberedRows(TimeProvider clock) : IHistory
{
    private readonly Lock _lock = new();
    private readonly List<SymbolBar> _bars = [];
    private readonly List<DecisionRow> _decisions = [];
    private readonly Queue<(int Shard, DecidedBars Record)> _held = [];
    private bool _isHeld;
    private int _questions;

    public int Questions => Volatile.Read(ref _questions);

    /// <summary>From now on nothing is written until it is let go.</summary>
    public void Hold() => _isHeld = true;

    public async Task LetGo()
    {
        _isHeld = false;
        while (_held.TryDequeue(out var told))
            await Add(told.Shard, told.Record);
    }

    public ValueTask Add(int shard, DecidedBars record)
    {
        lock (_lock)
            if (_isHeld)
                _held.Enqueue((shard, record));
            else
                for (int i = 0; i < record.Bars.Length; i++)
                {
                    _bars.Add(new(record.Decisions[i].Symbol, record.Decisions[i].Interval, record.Bars[i]));
                    _decisions.Add(DecisionRow.Of(record.Decisions[i], record.Sequence));
                }
        return default;
    }

    public ValueTask<long> Position(int shard) => new(long.MaxValue);

    public Task<SymbolBar[]> Bars(HistoryQuery query, CancellationToken cancel = default) => Ask(_bars,
        bar => new(bar.Bar.OpenTimeUtc, bar.Symbol, bar.Interval), query, bar => query.Symbol is null || bar.Symbol == query.Symbol);

    public Task<DecisionRow[]> Decisions(HistoryQuery query, CancellationToken cancel = default) => Ask(_decisions, row => row.Place, query, query.Wants);

    public Task<DecisionRow[]> Signals(HistoryQuery query, CancellationToken cancel = default) => Ask(_decisions, row => row.Place, query, row => row.IsSignal && query.Wants(row));

    /// <summary>Of all signals, however old: tests feed bars of long ago.</summary>
    public Task<SignalInsights> Insights(CancellationToken cancel = default)
    {
        lock (_lock)
            return Task.FromResult(new SignalInsights(clock.GetUtcNow().UtcDateTime,
            [
                .. _decisions.Where(row => row.IsSignal).GroupBy(row => (row.Symbol, row.Action)).Select(some =>
                    new SignalInsight(some.Key.Symbol, some.Key.Action, some.Count(), some.Average(row => row.Confidence), some.Max(row => row.BarTimeUtc))),
            ]));
    }

    /// <remarks>The order is written out here, not taken from the places' own.</remarks>
    private Task<T[]> Ask<T>(List<T> rows, Func<T, HistoryPlace> place, HistoryQuery query, Func<T, bool> isWanted)
    {
        Interlocked.Increment(ref _questions);
        lock (_lock)
            return Task.FromResult<T[]>(
            [
                .. rows.Where(isWanted).Select(row => (Row: row, Place: place(row)))
                    .Where(row => row.Place.BarTimeUtc >= query.FromUtc && row.Place.BarTimeUtc < query.ToUtc)
                    .OrderByDescending(row => row.Place.BarTimeUtc).ThenBy(row => row.Place.Symbol, StringComparer.Ordinal).ThenBy(row => row.Place.Interval)
                    .Where(row => query.Behind is not { } behind || row.Place.BarTimeUtc < behind.BarTimeUtc || row.Place.BarTimeUtc == behind.BarTimeUtc
                        && (string.CompareOrdinal(row.Place.Symbol, behind.Symbol) > 0 || row.Place.Symbol == behind.Symbol && row.Place.Interval > behind.Interval))
                    .Take(query.Limit).Select(row => row.Row),
            ]);
    }
}

/// <summary>An API whose grid writes a history; windows are short, so that most of it is found there alone.</summary>
public sealed class ApiWithHistory : IAsyncLifetime
{
    public const int WindowBars = 64;

    private readonly RememberedRows _history = new(TimeProvider.System);

    public RunningApi Api { get; } = new();

    internal RememberedRows History => _history;

    public async Task InitializeAsync()
    {
        await Api.Start(services => services.AddSingleton<IHistory>(_history), ("Grid:WindowBars", $"{WindowBars}"));
        await Api.IsReady();
    }

    public Task DisposeAsync() => Api.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class HistoryCollection : ICollectionFixture<ApiWithHistory>
{
    public const string Name = "one API with a history for all";
}
