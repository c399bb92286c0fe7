using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Storage;
using Microsoft.Extensions.Logging;
using Orleans;

namespace GoldenSignals.Grains;

/// <summary>How a shard comes back from snapshot and journal, and writes the next snapshot.</summary>
public sealed partial class ShardGrain
{
    /// <summary>Records that go out on the streams again: nobody knows which of them did before the fault. Events have ids.</summary>
    private const int PublishedAgain = 16;

    private SnapshotRing _ring = null!;
    private long _saved;                                              // sequence of the last snapshot
    private Task _saving = Task.CompletedTask;
    private ShardRecovery _recovery = null!;

    public Task<ShardRecovery> Recover() => Task.FromResult(_recovery);

    public Task Resume() => Intact(Decide);

    /// <summary>Snapshot and journal's tail make the state, which then goes to the grains that hold it.</summary>
    private async Task ComeBack(CancellationToken cancel)
    {
        JournalTail tail = await journal.Open(_shard);
        _batch = new(tail.Epoch, Number: 0);
        _recovery = new(0, 0, 0, 0, []);
        _link = new(_universe, journal, _shard, log);
        if (!journal.Keeps)
            return;
        if (await history.Position(_shard) is var told && told > tail.Last)
            throw new InvalidDataException($"shard {_shard} cannot come back: its history has come to record {told}, but its journal ends at {tail.Last}. They are not of the same time: one of them was replaced");
        _ring = snapshots.Of(this.GetGrainId());
        var refused = new List<string>();
        for (long before = long.MaxValue; ; before = _saved)
            try
            {
                await ComeBack(tail, before, refused, cancel);
                return;
            }
            catch (InvalidDataException wrong) when (_saved > 0)     // a symbol's bytes are read when they are needed
            {
                refused.Add($"snapshot of record {_saved}: {wrong.Message}");
                LogUnusable(log, _shard, _saved, wrong);
                _link = new(_universe, journal, _shard, log);
            }
    }

    /// <param name="before">Only by snapshots of records before this one.</param>
    private async Task ComeBack(JournalTail tail, long before, List<string> refused, CancellationToken cancel)
    {
        (ShardFold fold, string[] damaged) = await snapshots.Newest(_ring, tail, entry => entry.Sequence < before);
        refused.AddRange(damaged.Except(refused));
        _saved = fold.Sequence;
        if (fold.Sequence < tail.First - 1)
            throw new InvalidDataException($"shard {_shard} cannot come back: no snapshot can be used, and its journal begins only at record {tail.First}");

        long known = await _link.Known(), told = await history.Position(_shard);
        if (known == 0 && fold.Sequence > 0)                         // the universe begins anew: it gets every symbol's last row
        {
            _link.Add(fold.Intake.Slots.Where(slot => slot.Row is not null).Select(slot => slot.RowNow!.Value));
            known = fold.Sequence;
        }
        long different = 0;
        var toldNow = new HashSet<string>();
        await foreach (JournalRecord record in journal.Read(_shard, Math.Max(tail.First - 1, Math.Min(fold.Sequence, Math.Min(known, told))), cancel))
        {
            if (record.Sequence > fold.Sequence)
                different += Differences(record, fold.Take(record));
            if (record is not DecidedBars decided)
                continue;
            if (record.Sequence > known)
            {
                _link.Add(decided, all: true);
                toldNow.UnionWith(decided.Decisions.Select(decision => decision.Symbol));
            }
            if (record.Sequence > told)
                await history.Add(_shard, decided);
        }
        if (fold.Sequence < tail.Last)
            throw new InvalidDataException($"shard {_shard} cannot come back: its journal ends at record {fold.Sequence} and not at {tail.Last}");
        _sequence = fold.Sequence;
        _link.Add(fold.Intake.Slots.Where(slot => slot.Row is not null && (slot.InGap || toldNow.Contains(slot.Symbol))).Select(slot => slot.RowNow!.Value));
        await HandOver(fold);
        _outbox?.Begin(tail.Epoch, Math.Max(tail.First - 1, _sequence - PublishedAgain), _sequence);
        _recovery = new(fold.Intake.Slots.Count, _saved, _sequence, different, [.. refused]);
        LogCameBack(log, _shard, _recovery.Symbols, _saved, _sequence - _saved);
    }

    /// <summary>What came out otherwise than the journal has it: the rules have changed since, or something is wrong.</summary>
    private long Differences(JournalRecord record, IReadOnlyList<Decision> now)
    {
        if (record is not DecidedBars then)
            return 0;
        long different = 0;
        for (int i = 0; i < now.Count; i++)
            if (now[i].Configuration == then.Decisions[i].Configuration && !DecisionCodec.Same(now[i], then.Decisions[i]))
                different++;
        if (different > 0)
            LogDifferent(log, _shard, different, record.Sequence);
        return different;
    }

    private async Task HandOver(ShardFold fold)
    {
        _intake = fold.Intake;
        (_undecided, _inStep) = ([.. fold.Undecided.Select(bars => bars with { Batch = _batch })], fold.InStep);
        _watermarkUtc = fold.DecidedWatermarkUtc;
        _writtenUtc = fold.WatermarkUtc;

        var to = new StateWriter(64 * 1024);
        string[] symbols = [.. fold.Symbols.Keys];
        var consensus = new byte[symbols.Length][];
        var restoring = new List<Task>(symbols.Length);
        for (int i = 0; i < symbols.Length; i++)
        {
            ShardFold.Member member = fold.Symbols[symbols[i]];
            consensus[i] = Bytes(to, member.Consensus is { } c ? c.Save : null, member.SavedConsensus);
            restoring.Add(Symbol(symbols[i]).Restore(_intake[symbols[i]].Interval, new(Bytes(to, member.State is { } s ? s.Save : null, member.SavedState))));
        }
        await Task.WhenAll(restoring);
        await _consensus.Restore(new(symbols, consensus));
        await Report();
        _watermarkUtc = fold.WatermarkUtc;
    }

    private static byte[] Bytes(StateWriter to, Action<StateWriter>? save, ReadOnlyMemory<byte> saved)
    {
        if (save is null)
            return saved.ToArray();
        to.Clear();
        save(to);
        return to.ToArray();
    }

    public async Task Save()
    {
        if (_broken is null && journal.Keeps && _sequence != _saved)
            await Intact(Snapshot);
    }

    private async Task Snapshot()
    {
        await Decide();
        Intake.Slot[] slots = [.. _intake.Slots.Where(slot => slot.Symbol != Canary.Symbol)];
        string[] symbols = [.. slots.Select(slot => slot.Symbol)];
        SavedState[] states = await Task.WhenAll(symbols.Select(symbol => Symbol(symbol).Save()));
        SavedStates consensus = await _consensus.Save(new(symbols, []));
        for (int i = 0; i < slots.Length; i++)
            if (slots[i].HasBegun && states[i].Bytes.Length == 0 || slots[i].Bars > 0 && consensus.States[i].Length == 0)
                throw new StateLostException($"{symbols[i]} has {slots[i].Bars} bars, and nothing to save: its grain has begun anew");
        var intake = new StateWriter(symbols.Length * 256);
        _intake.Save(intake);
        var snapshot = new ShardSnapshot(_sequence, _watermarkUtc, intake.Written,
            [.. symbols.Select((symbol, i) => new SavedSymbol(symbol, states[i].Bytes, consensus.States[i]))]);
        byte[] bytes = snapshots.ToBytes(snapshot);
        await _saving;                                               // the one before; this one is written beside the next batches
        _saving = Write(snapshot.Sequence, _intake.AsOfUtc, bytes);
        _saved = _sequence;
    }

    private async Task Write(long sequence, DateTime asOf, byte[] bytes)
    {
        try
        {
            await _ring.Write(sequence, asOf, clock.GetUtcNow().UtcDateTime, bytes);
        }
#pragma warning disable CA1031                                        // the journal has it all; the next snapshot tries again
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotSaved(log, _shard, sequence, error);
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _outbox?.End();
        try
        {
            await Save();
            await _saving;
        }
#pragma warning disable CA1031                                        // a silo that stops may have stopped the symbols before; the journal has it all
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotSaved(log, _shard, _sequence, error);
        }
    }

    [LoggerMessage(LogLevel.Information, "Shard {Shard} came back with {Symbols} symbols from the snapshot of record {Snapshot} and {Records} records behind it")]
    private static partial void LogCameBack(ILogger log, int shard, int symbols, long snapshot, long records);

    [LoggerMessage(LogLevel.Error, "Shard {Shard}: {Decisions} decisions of record {Sequence} came out otherwise than they were written down")]
    private static partial void LogDifferent(ILogger log, int shard, long decisions, long sequence);

    [LoggerMessage(LogLevel.Error, "Shard {Shard}: its snapshot of record {Sequence} cannot be used; the one before it is, or the journal alone")]
    private static partial void LogUnusable(ILogger log, int shard, long sequence, Exception error);

    [LoggerMessage(LogLevel.Warning, "Shard {Shard} could not write its snapshot of record {Sequence}; its journal has everything")]
    private static partial void LogNotSaved(ILogger log, int shard, long sequence, Exception error);
}
