using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.ApiClient;

/// <summary>
/// Puts a symbol's decision behind its bar. Bars and decisions come on streams of their own, and nothing orders one stream
/// against another: a decision that is ahead waits for its bar.
/// </summary>
/// <remarks>Should a bar be lost, its decision is released by the symbol's next one. Not thread-safe.</remarks>
internal sealed class BarsFirst
{
    private const int MostWaiting = 1024;

    private readonly Dictionary<string, Slot> _symbols = [];

    /// <summary>Takes a bar; answers with the decisions that had waited for it.</summary>
    public IEnumerable<Decision> OnBar(in SymbolBar bar)
    {
        Slot slot = SlotOf(bar.Symbol);
        slot.LastBarUtc = bar.Bar.OpenTimeUtc > slot.LastBarUtc ? bar.Bar.OpenTimeUtc : slot.LastBarUtc;
        return slot.Waiting.Count == 0 ? [] : Released(slot);
    }

    /// <summary>Takes a decision; answers whether it may go out now.</summary>
    public bool OnDecision(Decision decision)
    {
        Slot slot = SlotOf(decision.Symbol);
        if (decision.BarTimeUtc <= slot.LastBarUtc || slot.Waiting.Count >= MostWaiting)
            return true;
        slot.Waiting.Enqueue(decision);
        return false;
    }

    private static IEnumerable<Decision> Released(Slot slot)
    {
        while (slot.Waiting.TryPeek(out Decision? decision) && decision.BarTimeUtc <= slot.LastBarUtc)
            yield return slot.Waiting.Dequeue();
    }

    private Slot SlotOf(string symbol)
    {
        if (!_symbols.TryGetValue(symbol, out Slot? slot))
            _symbols.Add(symbol, slot = new());
        return slot;
    }

    private sealed class Slot
    {
        public DateTime LastBarUtc { get; set; }
        public Queue<Decision> Waiting { get; } = [];
    }
}
