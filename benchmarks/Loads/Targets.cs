using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Grains;

namespace GoldenSignals.Benchmarks.Loads;

/// <summary>The Domain work of a bar, in a plain loop on one thread: what the grains are held against.</summary>
public sealed class LoopTarget(DecisionModel model, BarLoad load)
{
    private readonly Dictionary<string, (SymbolState State, SymbolConsensus Consensus)> _symbols = load.Symbols.ToDictionary(
        symbol => symbol, symbol => (new SymbolState(symbol, TimeSpan.FromMinutes(1), IndicatorSet.Shipped), new SymbolConsensus(model)));

    public long Decisions { get; private set; }

    public void Decide(BarLoad.Slice slice, DecisionDigest? digest = null)
    {
        foreach (ref readonly SymbolBar bar in slice.Bars.AsSpan())
        {
            (SymbolState state, SymbolConsensus consensus) = _symbols[bar.Symbol];
            MarketView view = state.Add(bar.Bar);
            var votes = new Vote[model.Panel.Count];
            for (int i = 0; i < votes.Length; i++)
                votes[i] = model.Panel.Evaluate(i, view);
            Decision decision = consensus.Decide(view, votes);
            digest?.Add(decision);
            Decisions++;
        }
    }

    public string Digest(BarLoad.Slice slice)
    {
        using var digest = new DecisionDigest();
        Decide(slice, digest);
        return DecisionDigest.Total(digest.Symbols());
    }
}

/// <summary>The same through the grid: one call per shard and slice.</summary>
public sealed class GrainTarget(BenchmarkGrid grid, BarLoad load, CountingJournal journal)
{
    public long Decisions => journal.Decisions;
    public BarLoad Load => load;

    public Task Decide(BarLoad.Slice slice) => grid.Send(BarLoad.Split(slice, grid.Shards.Length));

    public async Task<string> Digest(BarLoad.Slice slice)
    {
        using var digest = new DecisionDigest();
        journal.Digest = digest;
        await Decide(slice);
        journal.Digest = null;
        return DecisionDigest.Total(digest.Symbols());
    }
}

/// <summary>Counts decisions, and digests them while it is asked to.</summary>
public sealed class CountingJournal : IJournal
{
    private readonly Lock _gate = new();
    private long _decisions;

    public DecisionDigest? Digest { get; set; }
    public long Decisions => Interlocked.Read(ref _decisions);
    public string Durability => "memory";

    public bool Keeps => false;

    public ValueTask<JournalTail> Open(int shard) => new(new JournalTail(Epoch: 1, Last: 0, First: 1));

    public ValueTask<JournalTail> Tail(int shard) => new(new JournalTail(Epoch: 0, Last: 0, First: 1));

    public IAsyncEnumerable<JournalRecord> Read(int shard, long after, CancellationToken cancel = default) => AsyncEnumerable.Empty<JournalRecord>();

    public ValueTask Append(int shard, long epoch, JournalRecord record)
    {
        if (record is not DecidedBars decisions)
            return default;
        Interlocked.Add(ref _decisions, decisions.Decisions.Length);
        if (Digest is { } digest)
            lock (_gate)
                foreach (Decision decision in decisions.Decisions)
                    digest.Add(decision);
        return default;
    }
}
