using GoldenSignals.Domain.Market;

namespace GoldenSignals.Grains;

/// <summary>A shard's edge: lets ticks and bars in or says why not, and builds each symbol's developing bar.</summary>
internal sealed partial class Intake(GridOptions options, TickGate.Options gate)
{
    private readonly Dictionary<string, Slot> _slots = [];
    private readonly List<Slot> _touched = [];                      // those with something to hand on
    private readonly HashSet<Slot> _gapped = [];                      // those that a gap was noticed in
    private readonly EarlyInputs _early = new(options.Live, MaxSymbols(options));
    private DateTime _sweptUtc;                                     // end of the last interval that a watermark closed

    /// <summary>A symbol of the shard.</summary>
    internal sealed class Slot(string symbol, TimeSpan interval, TickGate.Options gate)
    {
        public string Symbol => symbol;
        public TimeSpan Interval => interval;
        public TickGate Gate { get; } = new(gate);
        public BarBuilder Builder { get; } = new(interval);
        public List<Bar> Closed { get; } = [];

        /// <summary>Of each closed bar, whether it overlaps a gap.</summary>
        public List<bool> Gaps { get; } = [];

        /// <summary>Whether the developing bar overlaps a gap.</summary>
        public bool DevelopingGap { get; set; }

        /// <summary>Whether a gap was noticed, and since then no bar has closed that is whole.</summary>
        public bool InGap { get; set; }

        /// <summary>Event time of the newest that was taken: of a tick, or the end of a bar.</summary>
        public DateTime HeardUtc { get; set; }

        public List<SymbolInput> Inputs { get; } = [];
        public RecentInputs Seen { get; set; } = new();

        /// <summary>Open time of the last bar that came in closed.</summary>
        public DateTime LastBarUtc { get; set; }

        /// <summary>End of the last bar that came in closed in the symbol's own interval: nothing before it is built any more.</summary>
        public DateTime TakenUntilUtc { get; set; }

        /// <summary>Close of the last decided bar; NaN before it.</summary>
        public double LastClose { get; set; } = double.NaN;

        /// <summary>The symbol in the overview as of its last decided bar; none before it.</summary>
        public SymbolRow? Row { get; set; }

        /// <summary>The same with what has become known since.</summary>
        public SymbolRow? RowNow => Row is { } row ? row with { Gap = InGap, HeardUtc = HeardUtc } : null;

        /// <summary>Bars decided.</summary>
        public long Bars { get; set; }

        /// <summary>Whether anything of it was handed on.</summary>
        public bool HasBegun { get; set; }

        /// <summary>Whether an input of it was accepted.</summary>
        public bool IsAdmitted { get; set; }

        /// <summary>The symbol's grain; resolved once.</summary>
        public ISymbolGrain? Grain { get; set; }
    }

    public Slot this[string symbol] => _slots[symbol];

    /// <summary>Null for a symbol that is not known.</summary>
    public Slot? Find(string symbol) => _slots.GetValueOrDefault(symbol);

    public IReadOnlyCollection<Slot> Slots => _slots.Values;

    /// <summary>When the last decided bar ends: the state is as of then.</summary>
    public DateTime AsOfUtc => _slots.Values.Where(slot => slot.Symbol != Canary.Symbol).Select(slot => slot.Row is { } row ? row.BarTimeUtc + row.Interval : DateTime.MinValue).DefaultIfEmpty().Max();

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
        Build(slot, tick);
        return null;
    }

    /// <summary>Takes in again what was accepted before, as a journal holds it.</summary>
    /// <exception cref="InvalidDataException">It cannot have been accepted after what came before it.</exception>
    public void Apply(TickBatch accepted)
    {
        foreach (ref readonly Tick tick in accepted.Ticks.AsSpan())
        {
            Slot slot = Find(tick.Symbol, options.Interval) ?? throw NotAccepted(tick.Symbol, Refusal.UnknownSymbol);
            slot.Gate.Apply(tick);
            Build(slot, tick);
        }
        foreach (ref readonly SymbolBar bar in accepted.Bars.AsSpan())
            if (Take(bar) is { } refusal)
                throw NotAccepted(bar.Symbol, refusal);
        foreach (SymbolInput input in accepted.Inputs)
            if (Take(input, nowUtc: null) is { } refusal)
                throw NotAccepted(input.Symbol, refusal);
        if (options.Live)
            CloseUpTo(accepted.WatermarkUtc);
    }

    private static InvalidDataException NotAccepted(string symbol, string refusal) => new($"the journal has input of {symbol} as accepted that is {refusal} after what came before it");

    private void Build(Slot slot, in Tick tick)
    {
        Admit(slot);
        Heard(slot, tick.TimeUtc);
        bool gap = slot.Gate.AfterGap;
        if (slot.Builder.Add(tick, out Bar closed))
        {
            slot.DevelopingGap |= gap;                               // what is missing may have been of this bar, or of the next
            Close(slot, closed);
        }
        if (!gap)
            return;
        slot.DevelopingGap = slot.InGap = true;
        _gapped.Add(slot);
    }

    private static void Heard(Slot slot, DateTime timeUtc)
    {
        if (timeUtc > slot.HeardUtc)
            slot.HeardUtc = timeUtc;
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
            Admit(slot);
            if (slot.Builder.Add(input.Bar, input.Interval, out Bar closed))
                Close(slot, closed);
            CloseUpTo(slot, open + input.Interval);                  // the last finer bar completes the coarser one
        }
        else
        {
            CloseUpTo(slot, open);
            if (slot.Builder.EndUtc is not null)
                return Refusal.IntervalMismatch;                     // the same time is being built from ticks or finer bars
            Admit(slot);
            Close(slot, input.Bar);
            slot.TakenUntilUtc = open + input.Interval;
        }
        slot.LastBarUtc = open;
        Heard(slot, open + input.Interval);
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
    /// <param name="follows">Whether each symbol must have had all bars before these.</param>
    public ClosedBars[] Closed(BatchId batch, bool follows)
    {
        var closed = new ClosedBars[_touched.Count];
        for (int i = 0; i < closed.Length; i++)
        {
            Slot slot = _touched[i];
            closed[i] = new(batch, slot.Symbol, slot.Interval, [.. slot.Closed])
            {
                Inputs = [.. slot.Inputs],
                BarsBefore = follows && slot.Symbol != Canary.Symbol ? slot.Bars : -1,
                Begins = !slot.HasBegun,
                Gaps = slot.Gaps.Contains(true) ? [.. slot.Gaps] : [],
            };
            slot.HasBegun = true;
            slot.Closed.Clear();
            slot.Gaps.Clear();
            slot.Inputs.Clear();
        }
        _touched.Clear();
        return closed;
    }

    /// <summary>What the overview does not know of symbols in which a gap was noticed since the last call.</summary>
    public IEnumerable<SymbolRow> Gapped()
    {
        foreach (Slot slot in _gapped)
            if (slot.RowNow is { } row && slot.Symbol != Canary.Symbol)
                yield return row;
        _gapped.Clear();
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
        slot.Gaps.Add(slot.DevelopingGap);
        slot.InGap = slot.DevelopingGap;
        slot.DevelopingGap = false;
    }

    /// <summary>The symbol's slot, a new one where it has none, or null when there are too many. A new one counts from <see cref="Admit"/> on: what is refused leaves no trace.</summary>
    private Slot? Find(string symbol, TimeSpan interval)
    {
        if (_slots.TryGetValue(symbol, out Slot? slot))
            return slot;
        if (_slots.Count >= MaxSymbols(options))
            return null;
        slot = new(symbol, interval, gate);
        if (symbol != Canary.Symbol)                                // which proves a way through with a bar of its own past
            slot.Builder.CloseUpTo(_sweptUtc, out _);
        return slot;
    }

    /// <summary>The first input of a symbol was accepted: what had waited for it comes along.</summary>
    private void Admit(Slot slot)
    {
        if (slot.IsAdmitted)
            return;
        slot.IsAdmitted = true;
        _slots.Add(slot.Symbol, slot);
        if (_early.Release(slot.Symbol) is not { } early)
            return;
        slot.Seen = early.Seen;
        foreach (SymbolInput input in early.Inputs)
            Hand(slot, input);
    }

    /// <summary>Of a shard: a hash spreads symbols unevenly.</summary>
    private static int MaxSymbols(GridOptions options) => Math.Max(16, 2 * options.MaxSymbols / options.Shards);
}
