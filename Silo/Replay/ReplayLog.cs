using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Grains;

namespace GoldenSignals.Silo.Replay;

/// <summary>
/// The journal of a replay: counts and digests the decisions of each shard as they come and, for the writers, puts those of a
/// batch of input in order of time and symbol. What it says and writes does not depend on the number of shards or on which of
/// them was faster.
/// </summary>
public sealed class ReplayLog(IReadOnlyList<IDecisionWriter> writers) : IJournal, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, ShardLog> _shards = [];
    private List<Decision> _gathered = [];
    private Task _writing = Task.CompletedTask;

    /// <summary>What one shard has decided. A batch is counted beside the work on the shard's next one, which waits for it.</summary>
    private sealed class ShardLog : IDisposable
    {
        public DecisionDigest Digest { get; } = new();
        public long[] ByAction { get; } = new long[3];
        public Dictionary<string, long> Holds { get; } = [];
        public Task Counting { get; set; } = Task.CompletedTask;

        public void Add(Decision[] decisions)
        {
            foreach (Decision decision in decisions)
            {
                Digest.Add(decision);
                ByAction[(int)decision.Action]++;
                if (decision.Action == SignalAction.Hold)
                    Holds[decision.Reason] = Holds.GetValueOrDefault(decision.Reason) + 1;
            }
        }

        public void Dispose() => Digest.Dispose();
    }

    public string Durability => "memory";

    public bool Keeps => false;

    public ValueTask<JournalTail> Open(int shard) => new(new JournalTail(Epoch: 1, Last: 0, First: 1));

    public ValueTask<JournalTail> Tail(int shard) => new(new JournalTail(Epoch: 0, Last: 0, First: 1));

    public IAsyncEnumerable<JournalRecord> Read(int shard, long after, CancellationToken cancel = default) => AsyncEnumerable.Empty<JournalRecord>();

    public async ValueTask Append(int shard, long epoch, JournalRecord record)
    {
        if (record is not DecidedBars decisions)
            return;
        ShardLog? log;
        lock (_gate)
        {
            if (!_shards.TryGetValue(shard, out log))
                _shards.Add(shard, log = new());
            if (writers.Count > 0)
                _gathered.AddRange(decisions.Decisions);
        }
        await log.Counting;
        log.Counting = Task.Run(() => log.Add(decisions.Decisions));
    }

    /// <summary>Ends a batch of input: its decisions are written beside the work on the next.</summary>
    public async Task EndBatch()
    {
        await _writing;
        List<Decision> ended;
        lock (_gate)
            (ended, _gathered) = (_gathered, []);
        _writing = ended.Count == 0 ? Task.CompletedTask : Task.Run(() => Write(ended));
    }

    /// <summary>Decisions by action, holds by reason and the digests of the symbols; after the last batch has ended.</summary>
    public async Task<ReplayTotals> Finish()
    {
        await EndBatch();
        await _writing;
        await Task.WhenAll(_shards.Values.Select(shard => shard.Counting));
        foreach (IDecisionWriter writer in writers)
            await writer.Complete();
        var byAction = new long[3];
        var holds = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (ShardLog shard in _shards.Values)
        {
            for (int action = 0; action < byAction.Length; action++)
                byAction[action] += shard.ByAction[action];
            foreach ((string reason, long count) in shard.Holds)
                holds[reason] = holds.GetValueOrDefault(reason) + count;
            foreach ((string symbol, string digest) in shard.Digest.Symbols())
                digests.Add(symbol, digest);
        }
        return new(byAction, holds, digests);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAny(_writing);                               // its error, if any, is what ended the replay
        foreach (ShardLog shard in _shards.Values)
        {
            await Task.WhenAny(shard.Counting);
            shard.Dispose();
        }
        foreach (IDecisionWriter writer in writers)
            await writer.DisposeAsync();
    }

    private void Write(List<Decision> decisions)
    {
        decisions.Sort((a, b) => a.BarTimeUtc.CompareTo(b.BarTimeUtc) is var byTime and not 0 ? byTime : string.CompareOrdinal(a.Symbol, b.Symbol));
        foreach (Decision decision in decisions)
            foreach (IDecisionWriter writer in writers)
                writer.Write(decision);
    }
}

/// <summary>Receives the decisions of a replay, one by one. What is not completed leaves nothing behind.</summary>
public interface IDecisionWriter : IAsyncDisposable
{
    void Write(Decision decision);

    Task Complete();
}

/// <param name="ByAction">HOLD, BUY, SELL.</param>
/// <param name="Holds">HOLD by reason.</param>
/// <param name="Digests">SHA-256 of each symbol's decisions.</param>
public sealed record ReplayTotals(long[] ByAction, SortedDictionary<string, long> Holds, SortedDictionary<string, string> Digests);
