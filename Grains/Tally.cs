using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Grains;

/// <summary>Counts what a shard takes in and decides.</summary>
internal sealed class Tally
{
    private readonly long[] _decisions = new long[3];
    private readonly SortedDictionary<string, long> _quarantined = new(StringComparer.Ordinal);
    private long _received, _ticks, _inputBars, _inputs, _evaluations, _signals, _duplicates;

    /// <summary>Whether anything was counted since the last <see cref="Totals"/>.</summary>
    public bool Changed { get; private set; }

    public void Received(int items)
    {
        _received += items;
        Changed |= items > 0;
    }

    public void Accepted(int ticks, int bars, int inputs)
    {
        _ticks += ticks;
        _inputBars += bars;
        _inputs += inputs;
        Changed |= ticks + bars + inputs > 0;
    }

    public void Refused(string code)
    {
        if (code == Refusal.Duplicate)
            _duplicates++;
        else
            _quarantined[code] = _quarantined.GetValueOrDefault(code) + 1;
        Changed = true;
    }

    public void Decided(Decision decision)
    {
        _decisions[(int)decision.Action]++;
        _evaluations += decision.Votes.Length;
        _signals += decision.IsSignal ? 1 : 0;
        Changed = true;
    }

    public ShardTotals Totals(DateTime watermarkUtc, DateTime heardUtc, TimeSpan lag)
    {
        Changed = false;
        return new(_ticks, _inputBars, [.. _decisions], _evaluations, _signals, _duplicates,
            [.. _quarantined.Select(count => new ReasonCount(count.Key, count.Value))], watermarkUtc, lag) { Inputs = _inputs, Received = _received, HeardUtc = heardUtc };
    }
}
