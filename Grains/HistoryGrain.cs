using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Storage;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace GoldenSignals.Grains;

/// <summary>Answers questions for the past: rows from the history, states from snapshot and journal.</summary>
[StatelessWorker(4)]
public sealed class HistoryGrain(IOptions<GridOptions> options, IHistory history, IJournal journal, ShardSnapshots snapshots, DecisionModel model) : Grain, IHistoryGrain
{
    private const int Attempts = 10;

    public async Task<BarBatch> Bars(HistoryQuery query) => new(default, await history.Bars(query));

    public async Task<DecisionRows> Decisions(HistoryQuery query) => new(await history.Decisions(query));

    public async Task<DecisionRows> Signals(HistoryQuery query) => new(await history.Signals(query));

    public Task<SignalInsights> Insights() => history.Insights();

    public async Task<PastState> StateAt(string symbol, DateTime atUtc)
    {
        int shard = Shards.Of(symbol, options.Value.Shards);
        if (!journal.Keeps)
            return await Now(symbol, shard, atUtc);
        (ShardFold? fold, Decision? published, DateTime? oldest) = await FoldTo(symbol, shard, atUtc);
        return new(fold?.Find(symbol) is var (state, consensus) && (published ?? consensus.Last) is { } decision ? new(state.Interval, state.Window.Newest(), decision) : null, oldest);
    }

    public async Task<PastCase> CaseAt(string symbol, DateTime? atUtc)
    {
        int shard = Shards.Of(symbol, options.Value.Shards);
        if (atUtc is not { } time)
            return new(await CaseNow(symbol, shard), null);
        if (!journal.Keeps)
            return await Now(symbol, shard, time) is { State: null } none ? new(null, none.OldestUtc) : new(await CaseNow(symbol, shard), null);
        (ShardFold? fold, _, DateTime? oldest) = await FoldTo(symbol, shard, time);
        if (fold?.Find(symbol) is not ({ Latest: { } view }, { Last: not null } consensus))
            return new(null, oldest);
        var to = new StateWriter();
        consensus.Save(to);
        return new(new(view, new(to.ToArray())), null);
    }

    /// <summary>View and consensus as they are; asked again where a bar closes between.</summary>
    private async Task<SymbolCase?> CaseNow(string symbol, int shard)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            MarketView? view = await GrainFactory.GetGrain<ISymbolGrain>(symbol).Latest();
            byte[] saved = (await GrainFactory.GetGrain<IConsensusGrain>(shard).Save(new([symbol], []))).States[0];
            if (view is null || saved.Length == 0)
                return null;
            var consensus = new SymbolConsensus(model);
            consensus.Restore(new(saved));
            if (consensus.LastBarTimeUtc == view.Value.Bar.OpenTimeUtc)
                return new(view.Value, new(saved));
        }
        throw new TimeoutException($"{symbol} closes bars faster than it can be looked at");
    }

    /// <summary>The symbol computed up to a time, and its last decision as it was written down; or the oldest time from which it can be, null when there is none.</summary>
    private async Task<(ShardFold? Fold, Decision? Published, DateTime? OldestUtc)> FoldTo(string symbol, int shard, DateTime atUtc)
    {
        JournalTail tail = await journal.Tail(shard);
        SnapshotRing ring = snapshots.Of(GrainFactory.GetGrain<IShardGrain>(shard).GetGrainId());
        (ShardFold fold, _) = await snapshots.Newest(ring, tail, entry => entry.AsOfUtc <= atUtc, symbol);
        if (fold.Sequence < tail.First - 1)
            return (null, null, await Oldest(ring, tail) ?? (await Now(symbol, shard, DateTime.MinValue)).OldestUtc);
        fold.UntilUtc = atUtc;
        Decision? published = null;
        await foreach (JournalRecord record in journal.Read(shard, fold.Sequence))
        {
            if (record.Sequence > tail.Last)
                break;
            fold.Take(record);
            published = Published(record, symbol, atUtc) ?? published;
            if (fold.IsPast)
                break;
        }
        return (fold, published, null);
    }

    public async Task<LogEnds> LogEnds()
    {
        var last = new long[options.Value.Shards];
        for (int shard = 0; shard < last.Length; shard++)
            last[shard] = (await journal.Tail(shard)).Last;
        return new(journal.Identity, journal.Keeps, last);
    }

    public async Task<LogPage> Log(int shard, long after, long last, int rows)
    {
        long first = (await journal.Tail(shard)).First, read = after;
        if (!journal.Keeps || after < first - 1)
            return new([], last, Whole: false);
        var records = new List<LoggedDecisions>();
        await foreach (JournalRecord record in journal.Read(shard, after))
        {
            if (record.Sequence > last)
                break;
            if (record.Sequence != read + 1)                         // it was pruned meanwhile
                return new([.. records], last, Whole: false);
            read = record.Sequence;
            if (record is not DecidedBars decided)
                continue;
            records.Add(new(read, decided.Bars, [.. decided.Decisions.Select(decision => DecisionRow.Of(decision, record.Sequence))]));
            if ((rows -= decided.Decisions.Length) <= 0)
                return new([.. records], read, Whole: true);
        }
        return new([.. records], last, Whole: read >= last);
    }

    /// <summary>The symbol's last decision in a record, as it was written down: other rules since then do not change what was said.</summary>
    private static Decision? Published(JournalRecord record, string symbol, DateTime atUtc) =>
        (record as DecidedBars)?.Decisions.LastOrDefault(decision => decision.Symbol == symbol && decision.BarTimeUtc + decision.Interval <= atUtc);

    /// <summary>Where nothing is written down, what the symbol is now is all there is.</summary>
    private async Task<PastState> Now(string symbol, int shard, DateTime atUtc)
    {
        if (await GrainFactory.GetGrain<IConsensusGrain>(shard).Latest(symbol) is not { } last)
            return new(null, null);
        DateTime endUtc = last.BarTimeUtc + last.Interval;
        if (atUtc < endUtc)
            return new(null, endUtc);
        BarSeries window = await GrainFactory.GetGrain<ISymbolGrain>(symbol).Bars(DateTime.MinValue, last.BarTimeUtc.AddTicks(1), int.MaxValue);
        return new(new(last.Interval, window.Bars, last), null);
    }

    /// <summary>The oldest time from which the journal goes on without a hole; null when there is none.</summary>
    private static async Task<DateTime?> Oldest(SnapshotRing ring, JournalTail tail) =>
        (await ring.Entries()).Where(entry => entry.Sequence >= tail.First - 1).Select(entry => (DateTime?)entry.AsOfUtc).Min();
}
