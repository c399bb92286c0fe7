using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Storage;
using GoldenSignals.Grains;

namespace GoldenSignals.Silo.Storage;

/// <summary>A journal in a store: records as bytes, and bytes as records.</summary>
public sealed class StoredJournal(IJournalStore store) : IJournal
{
    private const byte FormatVersion = 2, WithoutWeights = 1;         // of agents

    private const int LargestKept = 4 << 20;

    private readonly ConcurrentBag<StateWriter> _writers = [];       // as many as records have been on the way at once

    public string Durability => "durable";

    public bool Keeps => true;

    public ValueTask<JournalTail> Open(int shard) => store.Open(shard);

    public ValueTask<JournalTail> Tail(int shard) => store.Tail(shard);

    public async ValueTask Append(int shard, long epoch, JournalRecord record)
    {
        if (!_writers.TryTake(out StateWriter? to))
            to = new(16 * 1024);
        to.Clear();
        RecordKind kind = Write(to, record);
        await store.Append(new(shard, epoch, record.Sequence, (byte)kind, to.Written));
        if (to.Written.Length <= LargestKept)
            _writers.Add(to);                                        // not when that failed: the store may still be at its bytes
    }

    public async IAsyncEnumerable<JournalRecord> Read(int shard, long after, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await foreach (StoredRecord stored in store.Read(shard, after, cancel))
            yield return Record(stored);
    }

    /// <summary>What a stored record says.</summary>
    /// <exception cref="InvalidDataException">Its bytes cannot be a record, or are of another format version.</exception>
    public static JournalRecord Record(in StoredRecord stored)
    {
        var from = new StateReader(stored.Body);
        byte version = from.Byte();
        if (version is not (FormatVersion or WithoutWeights))
            throw from.Wrong($"the record's format version is {version}, this program's is {FormatVersion}");
        JournalRecord record = (RecordKind)stored.Kind switch
        {
            RecordKind.Input => new AcceptedInput(stored.Sequence, ReadBatch(from)),
            RecordKind.Decisions => ReadDecided(stored.Sequence, from, version),
            _ => throw from.Wrong($"there is no record of kind {stored.Kind}"),
        };
        from.End();
        return record;
    }

    private static RecordKind Write(StateWriter to, JournalRecord record)
    {
        to.Byte(FormatVersion);
        switch (record)
        {
            case AcceptedInput input:
                InputCodec.Write(to, input.Batch.Ticks);
                InputCodec.Write(to, input.Batch.Bars);
                InputCodec.Write(to, input.Batch.Inputs);
                to.Time(input.Batch.WatermarkUtc);
                to.Bool(input.Batch.InStep);
                return RecordKind.Input;
            case DecidedBars decided:
                Write(to, decided);
                return RecordKind.Decisions;
            default:
                throw new ArgumentException($"a {record.GetType().Name} is no record of the journal", nameof(record));
        }
    }

    private static TickBatch ReadBatch(StateReader from)
    {
        Tick[] ticks = InputCodec.ReadTicks(from);
        SymbolBar[] bars = InputCodec.ReadBars(from);
        SymbolInput[] inputs = InputCodec.ReadInputs(from);
        return new(ticks, bars, from.Time()) { Inputs = inputs, InStep = from.Bool() };
    }

    private static void Write(StateWriter to, DecidedBars decided)
    {
        to.Int(decided.Markets.Length);
        foreach (SeenMarket market in decided.Markets)
        {
            to.Span(market.Interval);
            to.Time(market.BarTimeUtc);
            to.Sparse(market.Market);
            to.Int(market.Symbols.Count);
            foreach ((string symbol, double[] columns) in market.Symbols)
            {
                to.Text(symbol);
                to.Sparse(columns);
            }
        }
        to.Int(decided.Switches.Length);
        foreach (AgentSwitch off in decided.Switches)
        {
            to.Text(off.Agent);
            to.Time(off.FromBarUtc);
            to.Text(off.Reason);
            to.Double(off.Weight);
        }
        to.Int(decided.Silent.Length);
        foreach (AgentKind kind in decided.Silent)
            to.Int((int)kind);
        to.Int(decided.Decisions.Length);
        for (int i = 0; i < decided.Decisions.Length; i++)
        {
            Bar bar = decided.Bars[i];                               // its time and close are the decision's
            to.Double(bar.Open);
            to.Double(bar.High);
            to.Double(bar.Low);
            to.Double(bar.Volume);
            to.Double(decided.ClosesBefore[i]);
            DecisionCodec.Write(to, decided.Decisions[i]);
        }
    }

    private static DecidedBars ReadDecided(long sequence, StateReader from, byte version)
    {
        var markets = new SeenMarket[from.Count()];
        for (int i = 0; i < markets.Length; i++)
        {
            (TimeSpan interval, DateTime time, double[] market) = (from.Span(), from.Time(), from.Sparse());
            var symbols = new Dictionary<string, double[]>();
            for (int left = from.Count(); left > 0; left--)
                symbols[from.Text()] = from.Sparse();
            markets[i] = new(interval, time, market, symbols);
        }
        var switches = new AgentSwitch[from.Count()];
        for (int i = 0; i < switches.Length; i++)
            switches[i] = new(from.Text(), from.Time(), from.Text()) { Weight = version == WithoutWeights ? 1 : from.Double() };
        var silent = new AgentKind[from.Count()];
        for (int i = 0; i < silent.Length; i++)
            silent[i] = from.Enum<AgentKind>();
        int count = from.Count(5 * sizeof(double));
        (Bar[] bars, double[] closesBefore, Decision[] decisions) = (new Bar[count], new double[count], new Decision[count]);
        for (int i = 0; i < count; i++)
        {
            (double open, double high, double low, double volume) = (from.Double(), from.Double(), from.Double(), from.Double());
            closesBefore[i] = from.Double();
            decisions[i] = DecisionCodec.Read(from);
            bars[i] = new(decisions[i].BarTimeUtc, open, high, low, decisions[i].Price, volume);
        }
        return new(sequence, markets, switches, silent, bars, closesBefore, decisions);
    }

    private enum RecordKind : byte
    {
        Input = 1,
        Decisions = 2,
    }
}
