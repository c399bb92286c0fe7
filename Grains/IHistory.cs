using GoldenSignals.Domain.Market;

namespace GoldenSignals.Grains;

/// <summary>Bars, decisions and signals by symbol and time, written behind the journal.</summary>
public interface IHistory
{
    /// <summary>Takes a record that the journal holds durably; a shard's in their order. One that it has already changes nothing.</summary>
    ValueTask Add(int shard, DecidedBars record);

    /// <summary>Sequence up to which a shard's records are kept for good: whatever follows must be told again after a restart.</summary>
    ValueTask<long> Position(int shard);

    Task<SymbolBar[]> Bars(HistoryQuery query, CancellationToken cancel = default);

    Task<DecisionRow[]> Decisions(HistoryQuery query, CancellationToken cancel = default);

    Task<DecisionRow[]> Signals(HistoryQuery query, CancellationToken cancel = default);

    Task<SignalInsights> Insights(CancellationToken cancel = default);
}

/// <summary>Remembers nothing: answers of the past are empty.</summary>
public sealed class NoHistory(TimeProvider clock) : IHistory
{
    public ValueTask Add(int shard, DecidedBars record) => default;

    public ValueTask<long> Position(int shard) => new(long.MaxValue);

    public Task<SymbolBar[]> Bars(HistoryQuery query, CancellationToken cancel = default) => Task.FromResult<SymbolBar[]>([]);

    public Task<DecisionRow[]> Decisions(HistoryQuery query, CancellationToken cancel = default) => Task.FromResult<DecisionRow[]>([]);

    public Task<DecisionRow[]> Signals(HistoryQuery query, CancellationToken cancel = default) => Task.FromResult<DecisionRow[]>([]);

    public Task<SignalInsights> Insights(CancellationToken cancel = default) => Task.FromResult(new SignalInsights(clock.GetUtcNow().UtcDateTime, []));
}
