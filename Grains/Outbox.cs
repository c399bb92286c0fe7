using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace GoldenSignals.Grains;

/// <summary>
/// Sends a shard's events to its streams, in order, one after the other, beside the work of the shard, and none before it is
/// written down. An event that cannot be sent is sent again until it can. When too many wait they are let go, to be read from the
/// journal when their turn comes: so slow streams hold up nobody, and nothing is dropped. Where the journal keeps nothing, sending waits.
/// </summary>
/// <remarks>Belongs to one grain activation and runs on its scheduler.</remarks>
internal sealed partial class Outbox(IStreamProvider streams, IJournal journal, int shard, TimeProvider clock, ILogger log)
{
    private const int Capacity = 256;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly Queue<(JournalRecord Record, Task Written)> _waiting = [];
    private readonly int _partition = GridStreams.PartitionOf(shard);
    private Task _draining = Task.CompletedTask;
    private long _told, _sent;                                        // sequences: of the last record that came, and that went out
    private long _decided;                                            // of the last that went out with decisions, or where this outbox began
    private long _epoch;
    private bool _ended;

    /// <summary>Goes on behind a record that was sent, up to the last that there is.</summary>
    public void Begin(long epoch, long sent, long last)
    {
        (_epoch, _told, _sent, _decided) = (epoch, last, sent, sent);
        _draining = Drain();
    }

    /// <summary>Sends nothing more: the shard begins anew, and another outbox goes on.</summary>
    public void End() => _ended = true;

    /// <summary>Takes a record to be sent.</summary>
    /// <param name="written">Completes when it is written down; when it fails the record is never sent.</param>
    public async ValueTask Send(JournalRecord record, Task written)
    {
        while (!journal.Keeps && _waiting.Count >= Capacity)
            await Task.Delay(s_pause, clock);
        if (_waiting.Count < Capacity && (_waiting.Count > 0 || _draining.IsCompleted))
            _waiting.Enqueue((record, written));
        _told = record.Sequence;
        if (_draining.IsCompleted)
            _draining = Drain();
    }

    private async Task Drain()
    {
        while (_sent < _told && !_ended)
        {
            if (_waiting.TryPeek(out var next) && next.Record.Sequence == _sent + 1)
            {
                await next.Written.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                if (!next.Written.IsCompletedSuccessfully)
                    return;                                          // the shard begins anew
                await Deliver(next.Record);
                _waiting.Dequeue();
            }
            else
            {
                _waiting.Clear();
                await CatchUp();
            }
        }
    }

    /// <summary>Sends what was let go, from the journal.</summary>
    private async Task CatchUp()
    {
        LogBehind(log, shard, _told - _sent);
        long before = _sent;
        try
        {
            await foreach (JournalRecord record in journal.Read(shard, _sent))
            {
                if (_ended)
                    return;
                await Deliver(record);
            }
        }
#pragma warning disable CA1031                                        // a journal that cannot be read now is read again
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotRead(log, shard, error);
        }
        if (_sent == before)
            await Task.Delay(s_pause, clock);                        // what comes next is still being written
    }

    private async Task Deliver(JournalRecord record)
    {
        var id = new BatchId(_epoch, record.Sequence);
        switch (record)
        {
            case AcceptedInput { Batch.Ticks.Length: > 0 } input:
                await Deliver(GridStreams.Ticks, input.Batch);
                break;
            case DecidedBars decided:
                SymbolBar[] bars = [.. decided.Decisions.Zip(decided.Bars, (decision, bar) => new SymbolBar(decision.Symbol, decision.Interval, bar))];
                Decision[] signals = [.. decided.Decisions.Where(decision => decision.IsSignal)];
                await Deliver(GridStreams.Bars, new BarBatch(id, bars));
                await Deliver(GridStreams.Decisions, new DecisionBatch(id, decided.Decisions) { Bars = decided.Bars, Shard = shard, After = _decided });
                if (signals.Length > 0)
                    await Deliver(GridStreams.Signals, new DecisionBatch(id, signals) { Shard = shard, After = _decided });
                _decided = decided.Sequence;
                break;
        }
        _sent = record.Sequence;
    }

    private async Task Deliver<T>(string stream, T item)
    {
        IAsyncStream<T> target = streams.GetStream<T>(GridStreams.Of(stream, _partition));
        while (!_ended)
        {
            try
            {
                await target.OnNextAsync(item);
                return;
            }
#pragma warning disable CA1031                                        // whatever the provider throws, the event is kept and sent again
            catch (Exception error)
#pragma warning restore CA1031
            {
                LogRetry(log, stream, _partition, _waiting.Count, error);
                await Task.Delay(s_pause, clock);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Stream {Stream}/{Partition} did not take an event; {Waiting} wait, trying again")]
    private static partial void LogRetry(ILogger log, string stream, int partition, int waiting, Exception error);

    [LoggerMessage(LogLevel.Information, "The streams of shard {Shard} are {Records} records behind; they are read from the journal")]
    private static partial void LogBehind(ILogger log, int shard, long records);

    [LoggerMessage(LogLevel.Warning, "The journal of shard {Shard} could not be read for the streams; trying again")]
    private static partial void LogNotRead(ILogger log, int shard, Exception error);
}
