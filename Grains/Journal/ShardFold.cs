using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Grains;

/// <summary>A shard computed from its journal, without grains: what it remembers is a fold over its records.</summary>
/// <param name="only">Computes no other symbol; null for all.</param>
public sealed class ShardFold(GridOptions options, TickGate.Options gate, DecisionModel model, string? only = null)
{
    private readonly Dictionary<string, Member> _symbols = new(StringComparer.Ordinal);
    private ClosedBars[] _closed = [];

    /// <summary>A symbol of the shard: as it was saved until something comes for it.</summary>
    internal sealed class Member(ReadOnlyMemory<byte> state, ReadOnlyMemory<byte> consensus)
    {
        public ReadOnlyMemory<byte> SavedState { get; } = state;
        public ReadOnlyMemory<byte> SavedConsensus { get; } = consensus;
        public SymbolState? State { get; set; }
        public SymbolConsensus? Consensus { get; set; }
    }

    internal Intake Intake { get; } = new(options, gate);

    internal IReadOnlyDictionary<string, Member> Symbols => _symbols;

    /// <summary>Of the last record taken.</summary>
    public long Sequence { get; private set; }

    /// <summary>Nothing older comes, by the input taken; and by that of it which is decided.</summary>
    public DateTime WatermarkUtc { get; private set; }
    public DateTime DecidedWatermarkUtc { get; private set; }

    /// <summary>Bars that were closed by input whose decisions have not come.</summary>
    internal ClosedBars[] Undecided => _closed;

    /// <summary>Whether the undecided bars may look at the market.</summary>
    internal bool InStep { get; private set; }

    /// <summary>No bar that ends later is decided: the fold stops before the first.</summary>
    public DateTime? UntilUtc { get; set; }

    /// <summary>Whether such a bar has come. Nothing may be taken after it.</summary>
    public bool IsPast { get; private set; }

    /// <summary>Takes the next record.</summary>
    /// <returns>The decisions as they come out now, in the record's order; none of a record of input.</returns>
    /// <exception cref="InvalidDataException">The record does not follow from those before it.</exception>
    public IReadOnlyList<Decision> Take(JournalRecord record)
    {
        if (record.Sequence != Sequence + 1)
            throw new InvalidDataException($"record {record.Sequence} follows record {Sequence}");
        Sequence = record.Sequence;
        switch (record)
        {
            case AcceptedInput input:
                Take(input);
                return [];
            case DecidedBars decided:
                return Decide(decided);
            default:
                throw new InvalidDataException($"a {record.GetType().Name} is no record of a shard");
        }
    }

    private void Take(AcceptedInput input)
    {
        if (_closed.Length > 0)
            throw new InvalidDataException($"record {input.Sequence} is input, but the bars before it are not decided");
        Intake.Apply(input.Batch);
        InStep = input.Batch.InStep || options.Live;
        WatermarkUtc = input.Batch.WatermarkUtc > WatermarkUtc ? input.Batch.WatermarkUtc : WatermarkUtc;
        ClosedBars[] closed = Intake.Closed(default, follows: true);
        foreach (ClosedBars bars in closed)
            if (IsMine(bars.Symbol))
                foreach (SymbolInput one in bars.Inputs)
                    StateOf(bars.Symbol, bars.Interval).Add(one);
        _closed = [.. closed.Where(bars => bars.Bars.Length > 0).Select(bars => bars with { Inputs = [], Begins = bars.Begins && bars.Inputs.Length == 0 })];
        if (_closed.Length == 0)
            DecidedWatermarkUtc = WatermarkUtc;
    }

    private List<Decision> Decide(DecidedBars decided)
    {
        var decisions = new List<Decision>(decided.Decisions.Length);
        int place = 0;
        foreach (ClosedBars bars in _closed)
        {
            for (int i = 0; i < bars.Bars.Length; i++, place++)
            {
                if (place >= decided.Bars.Length || decided.Decisions[place].Symbol != bars.Symbol || decided.Bars[place] != bars.Bars[i])
                    throw new InvalidDataException($"record {decided.Sequence} decides other bars than the input before it closed");
                IsPast |= IsMine(bars.Symbol) && bars.Bars[i].OpenTimeUtc + bars.Interval > UntilUtc;
                if (IsMine(bars.Symbol) && !IsPast)
                    decisions.Add(Decide(bars, i, decided));
            }
            Intake.Slot slot = Intake[bars.Symbol];
            (slot.LastClose, slot.Row, slot.Bars) = (bars.Bars[^1].Close, decided.Row(place - 1), slot.Bars + bars.Bars.Length);
        }
        if (place != decided.Bars.Length)
            throw new InvalidDataException($"record {decided.Sequence} decides more bars than the input before it closed");
        _closed = [];
        DecidedWatermarkUtc = WatermarkUtc;
        return decisions;
    }

    private Decision Decide(ClosedBars bars, int bar, DecidedBars decided)
    {
        double[] market = bar == 0 ? decided.MarketOf(bars.Symbol, bars.Interval, bars.Bars[0].OpenTimeUtc) : [];
        MarketView view = StateOf(bars.Symbol, bars.Interval).Add(bars.Bars[bar], market, bars.HasGap(bar));
        var votes = new Vote[model.Panel.Count];
        for (int agent = 0; agent < votes.Length; agent++)
            votes[agent] = Vote(agent, view, decided);
        return ConsensusOf(bars.Symbol).Decide(view, votes, AgentSwitch.Factors(decided.Switches, model.Panel, view.Bar.OpenTimeUtc));
    }

    private Vote Vote(int agent, in MarketView view, DecidedBars decided)
    {
        AgentDescriptor descriptor = model.Panel.Descriptors[agent];
        if (Array.IndexOf(decided.Silent, descriptor.Kind) >= 0)
            return Domain.Agents.Vote.Abstain(ShardGrain.TimedOut);
        return AgentSwitch.At(decided.Switches, descriptor.Id, view.Bar.OpenTimeUtc) is { Votes: false } off ? Domain.Agents.Vote.Abstain(off.Reason) : model.Panel.Evaluate(agent, view);
    }

    /// <summary>What the symbol remembers; null for one that has no bar.</summary>
    public (SymbolState State, SymbolConsensus Consensus)? Find(string symbol) =>
        _symbols.ContainsKey(symbol) ? (StateOf(symbol, Intake[symbol].Interval), ConsensusOf(symbol)) : null;

    private bool IsMine(string symbol) => only is null || only == symbol;

    private Member Of(string symbol)
    {
        if (!_symbols.TryGetValue(symbol, out Member? member))
            _symbols.Add(symbol, member = new(default, default));
        return member;
    }

    private SymbolState StateOf(string symbol, TimeSpan interval)
    {
        Member member = Of(symbol);
        if (member.State is null)
        {
            member.State = new(symbol, interval, IndicatorSet.Shipped, options.WindowBars);
            Restore(member.SavedState, member.State.Restore);
        }
        return member.State;
    }

    private SymbolConsensus ConsensusOf(string symbol)
    {
        Member member = Of(symbol);
        if (member.Consensus is null)
        {
            member.Consensus = new(model);
            Restore(member.SavedConsensus, member.Consensus.Restore);
        }
        return member.Consensus;
    }

    private static void Restore(ReadOnlyMemory<byte> saved, Action<StateReader> restore)
    {
        if (saved.IsEmpty)
            return;
        var from = new StateReader(saved);
        restore(from);
        from.End();
    }

    /// <summary>Goes on from a snapshot. A fresh fold only.</summary>
    /// <exception cref="InvalidDataException">The snapshot is damaged, or of another layout.</exception>
    public void Restore(ShardSnapshot snapshot)
    {
        Sequence = snapshot.Sequence;
        WatermarkUtc = DecidedWatermarkUtc = snapshot.WatermarkUtc;
        var from = new StateReader(snapshot.Intake);
        Intake.Restore(from);
        from.End();
        foreach (SavedSymbol symbol in snapshot.Symbols)
        {
            Intake[symbol.Symbol].HasBegun = symbol.State.Length > 0;
            if (IsMine(symbol.Symbol))
                _symbols.Add(symbol.Symbol, new(symbol.State, symbol.Consensus));
        }
    }
}
