using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Grains;

/// <summary>What a shard took in and decided, in its order: the truth that everything else can be computed from again.</summary>
public interface IJournal
{
    /// <summary>What an acknowledgement promises: <c>memory</c> or <c>durable</c>.</summary>
    string Durability { get; }

    /// <summary>Whether what is appended can be read again: then state is a fold over it, and snapshots shorten the way.</summary>
    bool Keeps { get; }

    /// <summary>Tells logs apart of which each begins anew; the same for ever where what is written is kept.</summary>
    uint Identity => 0;

    /// <summary>Takes a shard over. Whoever had it before can append nothing from now on.</summary>
    ValueTask<JournalTail> Open(int shard);

    /// <summary>How far a shard's records go, for readers.</summary>
    ValueTask<JournalTail> Tail(int shard);

    /// <summary>Appends a shard's next record. Completes when it is as durable as promised; records are in the order of the calls.</summary>
    /// <param name="epoch">Of <see cref="Open"/>.</param>
    /// <exception cref="JournalFencedException">Someone else has taken the shard over.</exception>
    /// <exception cref="JournalUnavailableException">It cannot be written now. What was appended before may be there or not: open the shard again.</exception>
    ValueTask Append(int shard, long epoch, JournalRecord record);

    /// <summary>A shard's records behind one, in order; from the oldest that is kept when that is later.</summary>
    IAsyncEnumerable<JournalRecord> Read(int shard, long after, CancellationToken cancel = default);
}

/// <param name="Epoch">Names this owner of the shard; every owner's is higher than those before.</param>
/// <param name="Last">Sequence of the shard's last record; 0 when there is none.</param>
/// <param name="First">Sequence of the oldest that is kept; <paramref name="Last"/> + 1 when none is.</param>
public readonly record struct JournalTail(long Epoch, long Last, long First);

/// <param name="Sequence">1 for a shard's first record, then one more for each.</param>
public abstract record JournalRecord(long Sequence);

/// <summary>What a shard accepted of a batch, with its watermark. Bars that it closed follow from it.</summary>
public sealed record AcceptedInput(long Sequence, TickBatch Batch) : JournalRecord(Sequence);

/// <summary>What became of the accepted input before it, with all that does not follow from the input.</summary>
/// <param name="Markets">What the bars saw of the market, by interval and bar time.</param>
/// <param name="Switches">What was changed of agents, as far as it holds for the bars; in the order of the times.</param>
/// <param name="Silent">Kinds that did not answer in time: their agents abstained.</param>
/// <param name="Bars">The bars that were decided, in the order of <paramref name="Decisions"/>.</param>
/// <param name="ClosesBefore">Close of each one's symbol at the bar before; NaN at its first.</param>
public sealed record DecidedBars(
    long Sequence, SeenMarket[] Markets, AgentSwitch[] Switches, AgentKind[] Silent, Bar[] Bars, double[] ClosesBefore, Decision[] Decisions) : JournalRecord(Sequence)
{
    private static readonly Column s_sma50 = Column.Named("sma_50"), s_momentum = Column.Named("roc_252_21");

    /// <summary>A decision's symbol as the overview shows it.</summary>
    public SymbolRow Row(int place)
    {
        Decision decision = Decisions[place];
        return new(decision.Symbol, decision.Interval, decision.BarTimeUtc, decision.Price, decision.Price / ClosesBefore[place] - 1,
            decision.Action, decision.Score, decision.Confidence, decision.Reason)
        {
            AboveSma50 = decision.Price / decision.Indicators[s_sma50.Index] - 1,
            Momentum = decision.Indicators[s_momentum.Index] / 100,
            Gap = decision.Reason == DecisionReason.Gap,
            HeardUtc = decision.BarTimeUtc + decision.Interval,
        };
    }

    /// <summary>What a symbol saw of the market at a bar; empty when nothing was known.</summary>
    public double[] MarketOf(string symbol, TimeSpan interval, DateTime barTimeUtc) =>
        Array.Find(Markets, seen => seen.Interval == interval && seen.BarTimeUtc == barTimeUtc) is { } market
            ? market.Symbols.GetValueOrDefault(symbol, market.Market)
            : [];
}

/// <summary>The market as the bars of one time saw it.</summary>
/// <param name="Market">For a symbol without figures of its own.</param>
public sealed record SeenMarket(TimeSpan Interval, DateTime BarTimeUtc, double[] Market, IReadOnlyDictionary<string, double[]> Symbols);

/// <summary>Someone else has taken the shard over.</summary>
public sealed class JournalFencedException(string message) : Exception(message);

/// <summary>Nothing can be written down now, and so nothing is accepted.</summary>
public sealed class JournalUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Writes nothing down: what is in memory is all there is, and acknowledgements say so.</summary>
public sealed class MemoryJournal : IJournal
{
    private long _epoch;

    public string Durability => "memory";

    public bool Keeps => false;

    public uint Identity { get; } = BitConverter.ToUInt32(Guid.NewGuid().ToByteArray());

    public ValueTask<JournalTail> Open(int shard) => new(new JournalTail(Interlocked.Increment(ref _epoch), Last: 0, First: 1));

    public ValueTask<JournalTail> Tail(int shard) => new(new JournalTail(Epoch: 0, Last: 0, First: 1));

    public ValueTask Append(int shard, long epoch, JournalRecord record) => default;

    public IAsyncEnumerable<JournalRecord> Read(int shard, long after, CancellationToken cancel = default) => AsyncEnumerable.Empty<JournalRecord>();
}
