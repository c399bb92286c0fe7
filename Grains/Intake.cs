using GoldenSignals.Domain.Market;

namespace GoldenSignals.Grains;

/// <summary>A shard's edge: lets ticks and bars in or says why not, and builds each symbol's developing bar.</summary>
internal sealed class Intake(GridOptions options, TickGate.Options gate)
{
    private readonly Dictionary<string, Slot> _slots = [];
    private readonly List<Slot> _closing = [];
    private readonly int _maxSymbols = Math.Max(16, 2 * options.MaxSymbols / options.Shards);     // a hash spreads symbols unevenly
    private DateTime _nextSweepUtc;

    /// <summary>A symbol of the shard.</summary>
    internal sealed class Slot(string symbol, TimeSpan interval, TickGate.Options gate)
    {
        public string Symbol => symbol;
        public TimeSpan Interval => interval;
        public TickGate Gate { get; } = new(gate);
        public BarBuilder Builder { get; } = new(interval);
        public List<Bar> Closed { get; } = [];

        /// <summary>Open time of the last bar that came in closed.</summary>
        public DateTime LastBarUtc { get; set; }

        /// <summary>Close of the last decided bar; NaN before it.</summary>
        public double LastClose { get; set; } = double.NaN;

        /// <summary>The symbol's grain; resolved once.</summary>
        public ISymbolGrain? Grain { get; set; }
    }

    public Slot this[string symbol] => _slots[symbol];

    /// <summary>Takes the tick into its symbol's developing bar; null, or why not.</summary>
    public string? Take(in Tick tick, DateTime? nowUtc)
    {
        if (TickRules.Check(tick) is { } invalid)
            return invalid;
        if (Find(tick.Symbol, options.Interval) is not { } slot)
            return Refusal.UnknownSymbol;
        if (slot.Gate.Admit(tick, slot.Builder.EarliestUtc, nowUtc) is { } refusal)
            return refusal;
        if (slot.Builder.Add(tick, out Bar closed))
            Close(slot, closed);
        return null;
    }

    /// <summary>Takes a bar that came in closed: as it is, or into the developing bar of a coarser interval; null, or why not.</summary>
    public string? Take(in SymbolBar input)
    {
        if (!SymbolName.IsValid(input.Symbol))
            return Refusal.InvalidSymbol;
        if (TickRules.Check(input.Bar) is { } invalid)
            return invalid;
        if (Find(input.Symbol, options.KeepBarInterval ? input.Interval : options.Interval) is not { } slot)
            return Refusal.UnknownSymbol;
        if (input.Interval > slot.Interval || input.Interval <= TimeSpan.Zero || slot.Interval.Ticks % input.Interval.Ticks != 0)
            return Refusal.IntervalMismatch;

        DateTime open = input.Bar.OpenTimeUtc;
        if (open <= slot.LastBarUtc)
            return open == slot.LastBarUtc ? Refusal.Duplicate : Refusal.LateBar;
        if (open < slot.Builder.EarliestUtc)
            return Refusal.LateBar;
        slot.LastBarUtc = open;
        if (input.Interval == slot.Interval)
            Close(slot, input.Bar);
        else if (slot.Builder.Add(input.Bar, input.Interval, out Bar closed))
            Close(slot, closed);
        return null;
    }

    /// <summary>Closes what a watermark says is complete, also of symbols that do not trade.</summary>
    public void CloseUpTo(DateTime watermarkUtc)
    {
        if (watermarkUtc < _nextSweepUtc)
            return;
        long interval = options.Interval.Ticks;
        _nextSweepUtc = new DateTime(watermarkUtc.Ticks - watermarkUtc.Ticks % interval, DateTimeKind.Utc).AddTicks(interval);
        foreach (Slot slot in _slots.Values)
            if (slot.Builder.CloseUpTo(watermarkUtc, out Bar closed))
                Close(slot, closed);
    }

    /// <summary>The bars closed since the last call, by symbol; empty when there are none.</summary>
    public ClosedBars[] Closed(BatchId batch)
    {
        var closed = new ClosedBars[_closing.Count];
        for (int i = 0; i < closed.Length; i++)
        {
            Slot slot = _closing[i];
            closed[i] = new(batch, slot.Symbol, slot.Interval, [.. slot.Closed]);
            slot.Closed.Clear();
        }
        _closing.Clear();
        return closed;
    }

    private void Close(Slot slot, in Bar bar)
    {
        if (slot.Closed.Count == 0)
            _closing.Add(slot);
        slot.Closed.Add(bar);
    }

    private Slot? Find(string symbol, TimeSpan interval)
    {
        if (_slots.TryGetValue(symbol, out Slot? slot))
            return slot;
        if (_slots.Count >= _maxSymbols)
            return null;
        slot = new(symbol, interval, gate);
        _slots.Add(symbol, slot);
        return slot;
    }
}
