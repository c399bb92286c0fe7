using GoldenSignals.Domain.Market;

namespace GoldenSignals.Grains;

/// <summary>A shard's edge: lets ticks and bars in or says why not, and builds each symbol's developing bar.</summary>
internal sealed class Intake(GridOptions options, TickGate.Options gate)
{
    private readonly Dictionary<string, Slot> _slots = [];
    private readonly List<Slot> _touched = [];                      // those with something to hand on
    private readonly EarlyInputs _early = new(options.Live, MaxSymbols(options));
    private DateTime _sweptUtc;                                     // end of the last interval that a watermark closed

    /// <summary>A symbol of the shard.</summary>
    internal sealed class Slot(string symbol, TimeSpan interval, TickGate.Options gate, RecentInputs seen)
    {
        public string Symbol => symbol;
        public TimeSpan Interval => interval;
        public TickGate Gate { get; } = new(gate);
        public BarBuilder Builder { get; } = new(interval);
        public List<Bar> Closed { get; } = [];
        public List<SymbolInput> Inputs { get; } = [];
        public RecentInputs Seen => seen;

        /// <summary>Open time of the last bar that came in closed.</summary>
        public DateTime LastBarUtc { get; set; }

        /// <summary>End of the last bar that came in closed in the symbol's own interval: nothing before it is built any more.</summary>
        public DateTime TakenUntilUtc { get; set; }

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
        DateTime earliest = slot.Builder.EarliestUtc > slot.TakenUntilUtc ? slot.Builder.EarliestUtc : slot.TakenUntilUtc;
        if (slot.Gate.Admit(tick, earliest, nowUtc) is { } refusal)
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
        if (input.Interval <= TimeSpan.Zero)
            return Refusal.IntervalMismatch;
        if (Find(input.Symbol, options.KeepBarInterval ? input.Interval : options.Interval) is not { } slot)
            return Refusal.UnknownSymbol;
        if (input.Interval > slot.Interval || slot.Interval.Ticks % input.Interval.Ticks != 0)
            return Refusal.IntervalMismatch;

        DateTime open = input.Bar.OpenTimeUtc;
        if (open <= slot.LastBarUtc)
            return open == slot.LastBarUtc ? Refusal.Duplicate : Refusal.LateBar;
        if (open < slot.TakenUntilUtc || slot.Builder.IsLate(input.Bar))
            return Refusal.LateBar;
        if (input.Interval < slot.Interval)
        {
            if (slot.Builder.Add(input.Bar, input.Interval, out Bar closed))
                Close(slot, closed);
            CloseUpTo(slot, open + input.Interval);                  // the last finer bar completes the coarser one
        }
        else
        {
            CloseUpTo(slot, open);
            if (slot.Builder.EndUtc is not null)
                return Refusal.IntervalMismatch;                     // the same time is being built from ticks or finer bars
            Close(slot, input.Bar);
            slot.TakenUntilUtc = open + input.Interval;
        }
        slot.LastBarUtc = open;
        return null;
    }

    /// <summary>Takes another input of a symbol; null, or why not.</summary>
    public string? Take(SymbolInput input, DateTime? nowUtc)
    {
        if (TickRules.Check(input) is { } invalid)
            return invalid;
        if (nowUtc is { } now && input.TimeUtc > now + gate.MaxAhead)
            return Refusal.FutureInput;
        if (!_slots.TryGetValue(input.Symbol, out Slot? slot))
            return _early.Add(input);
        if (!slot.Seen.Add(input))
            return Refusal.Duplicate;
        Hand(slot, input);
        return null;
    }

    private void Hand(Slot slot, SymbolInput input)
    {
        if (slot.Closed.Count + slot.Inputs.Count == 0)
            _touched.Add(slot);
        slot.Inputs.Add(input);
    }

    /// <summary>Closes what a live feed's watermark says is complete, also of symbols that do not trade.</summary>
    public void CloseUpTo(DateTime watermarkUtc)
    {
        if (watermarkUtc.Ticks - _sweptUtc.Ticks < options.Interval.Ticks)
            return;
        _sweptUtc = new(watermarkUtc.Ticks - watermarkUtc.Ticks % options.Interval.Ticks, DateTimeKind.Utc);
        foreach (Slot slot in _slots.Values)
            CloseUpTo(slot, watermarkUtc);
    }

    /// <summary>The bars closed and the inputs taken since the last call, by symbol; empty when there are none.</summary>
    public ClosedBars[] Closed(BatchId batch)
    {
        var closed = new ClosedBars[_touched.Count];
        for (int i = 0; i < closed.Length; i++)
        {
            Slot slot = _touched[i];
            closed[i] = new(batch, slot.Symbol, slot.Interval, [.. slot.Closed]) { Inputs = [.. slot.Inputs] };
            slot.Closed.Clear();
            slot.Inputs.Clear();
        }
        _touched.Clear();
        return closed;
    }

    private void CloseUpTo(Slot slot, DateTime timeUtc)
    {
        if (slot.Builder.CloseUpTo(timeUtc, out Bar closed))
            Close(slot, closed);
    }

    private void Close(Slot slot, in Bar bar)
    {
        if (slot.Closed.Count + slot.Inputs.Count == 0)
            _touched.Add(slot);
        slot.Closed.Add(bar);
    }

    private Slot? Find(string symbol, TimeSpan interval)
    {
        if (_slots.TryGetValue(symbol, out Slot? slot))
            return slot;
        if (_slots.Count >= MaxSymbols(options))
            return null;
        EarlyInputs.Waiting? early = _early.Release(symbol);
        slot = new(symbol, interval, gate, early?.Seen ?? new());
        if (symbol != Canary.Symbol)                                // which proves a way through with a bar of its own past
            slot.Builder.CloseUpTo(_sweptUtc, out _);
        _slots.Add(symbol, slot);
        foreach (SymbolInput input in early?.Inputs ?? [])
            Hand(slot, input);
        return slot;
    }

    /// <summary>Of a shard: a hash spreads symbols unevenly.</summary>
    private static int MaxSymbols(GridOptions options) => Math.Max(16, 2 * options.MaxSymbols / options.Shards);
}
