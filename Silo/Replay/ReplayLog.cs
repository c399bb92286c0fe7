using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Grains;

namespace GoldenSignals.Silo.Replay;

/// <summary>
/// The journal of a replay: gathers the decisions of a batch of input from all shards and, when the batch is done, puts them
/// in order of time and symbol, counts and digests them, and hands them to the writers. What it writes does not depend on
/// the number of shards or on which of them was faster.
/// </summary>
public sealed class ReplayLog(IReadOnlyList<IDecisionWriter> writers) : IJournal, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly DecisionDigest _digest = new();
    private readonly long[] _byAction = new long[3];
    private readonly SortedDictionary<string, long> _holds = new(StringComparer.Ordinal);
    private List<Decision> _gathered = [];
    private Task _writing = Task.CompletedTask;

    public string Durability => "memory";

    public ValueTask Append(int shard, TickBatch accepted) => default;

    public ValueTask Append(int shard, DecisionBatch decisions)
    {
        lock (_gate)
            _gathered.AddRange(decisions.Decisions);
        return default;
    }

    /// <summary>Ends a batch of input: its decisions are written beside the work on the next.</summary>
    public async Task EndBatch()
    {
        await _writing;
        List<Decision> ended;
        lock (_gate)
            (ended, _gathered) = (_gathered, []);
        _writing = Task.Run(() => Write(ended));
    }

    /// <summary>Decisions by action, holds by reason and the digests of the symbols; after the last batch has ended.</summary>
    public async Task<ReplayTotals> Finish()
    {
        await EndBatch();
        await _writing;
        foreach (IDecisionWriter writer in writers)
            await writer.Complete();
        return new(_byAction, _holds, _digest.Symbols());
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAny(_writing);                               // its error, if any, is what ended the replay
        _digest.Dispose();
        foreach (IDecisionWriter writer in writers)
            await writer.DisposeAsync();
    }

    private void Write(List<Decision> decisions)
    {
        decisions.Sort((a, b) => a.BarTimeUtc.CompareTo(b.BarTimeUtc) is var byTime and not 0 ? byTime : string.CompareOrdinal(a.Symbol, b.Symbol));
        foreach (Decision decision in decisions)
        {
            _digest.Add(decision);
            _byAction[(int)decision.Action]++;
            if (decision.Action == SignalAction.Hold)
                _holds[decision.Reason] = _holds.GetValueOrDefault(decision.Reason) + 1;
            foreach (IDecisionWriter writer in writers)
                writer.Write(decision);
        }
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
