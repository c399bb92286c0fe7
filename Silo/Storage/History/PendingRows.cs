using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;

namespace GoldenSignals.Silo.Storage.History;

/// <summary>What waits to be written: rows of every kind, and the sequences that they reach.</summary>
internal sealed class PendingRows
{
    public RowBuffer<SymbolBar> Bars { get; } = new(BarFormat.Instance);
    public RowBuffer<DecisionRow> Decisions { get; } = new(DecisionFormat.Instance);
    public RowBuffer<DecisionRow> Signals { get; } = new(DecisionFormat.Instance);
    public Dictionary<int, long> Positions { get; } = [];

    public int Rows => Bars.Count + Decisions.Count + Signals.Count;

    /// <returns>The signals among them.</returns>
    public List<DecisionRow> Add(int shard, DecidedBars record)
    {
        var signals = new List<DecisionRow>();
        for (int i = 0; i < record.Decisions.Length; i++)
        {
            Decision decision = record.Decisions[i];
            if (decision.Symbol == Canary.Symbol)
                continue;
            Bars.Add(new(decision.Symbol, decision.Interval, record.Bars[i]));
            DecisionRow row = DecisionRow.Of(decision, record.Sequence);
            Decisions.Add(row);
            if (row.IsSignal && Signals.Add(row))
                signals.Add(row);
        }
        Positions[shard] = record.Sequence;
        return signals;
    }
}
