using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Options;
using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Grains;

/// <summary>What is known of symbols before their first tick or bar, which tells their interval: it waits for it, in order.</summary>
/// <remarks>
/// Anyone may send news of a symbol that never trades, so in a live grid there is a limit, and beyond it nothing is taken: what was taken
/// is never dropped. In a replay the files are the limit.
/// </remarks>
internal sealed class EarlyInputs(bool limited, int maxSymbols)
{
    /// <summary>Most inputs that wait for one symbol.</summary>
    public const int MaxOfSymbol = 256;

    /// <summary>Most that may wait in all: a chain weighs its contracts, any other input 1.</summary>
    public const int MaxWeight = 100_000;

    private readonly Dictionary<string, Waiting> _symbols = [];
    private long _weight;

    /// <summary>Null, or why it may not wait.</summary>
    public string? Add(SymbolInput input)
    {
        Waiting waiting = _symbols.GetValueOrDefault(input.Symbol) ?? new([], new());
        if (waiting.Seen.Contains(input))
            return Refusal.Duplicate;
        if (limited && (waiting.Inputs.Count == MaxOfSymbol || _weight + WeightOf(input) > MaxWeight
            || waiting.Inputs.Count == 0 && _symbols.Count >= maxSymbols))
            return Refusal.TooManyWaiting;
        _symbols[input.Symbol] = waiting;
        _weight += WeightOf(input);
        waiting.Seen.Add(input);
        waiting.Inputs.Add(input);
        return null;
    }

    /// <summary>What has waited for the symbol, which waits no longer; null when nothing has.</summary>
    public Waiting? Release(string symbol)
    {
        if (_symbols.Remove(symbol, out Waiting? waiting))
            _weight -= waiting.Inputs.Sum(WeightOf);
        return waiting;
    }

    public void Save(StateWriter to)
    {
        to.Int(_symbols.Count);
        foreach (Waiting waiting in _symbols.Values)
        {
            InputCodec.Write(to, [.. waiting.Inputs]);
            waiting.Seen.Save(to);
        }
    }

    public void Restore(StateReader from)
    {
        for (int left = from.Count(); left > 0; left--)
        {
            var waiting = new Waiting([.. InputCodec.ReadInputs(from)], new());
            waiting.Seen.Restore(from);
            if (waiting.Inputs.Count == 0)
                throw from.Wrong("nothing waits for a symbol");
            _symbols.Add(waiting.Inputs[0].Symbol, waiting);
            _weight += waiting.Inputs.Sum(WeightOf);
        }
    }

    private static long WeightOf(SymbolInput input) => input is OptionChain chain ? chain.Contracts.Length : 1;

    internal sealed record Waiting(List<SymbolInput> Inputs, RecentInputs Seen);
}
