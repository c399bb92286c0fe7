using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using GoldenSignals.Domain.Storage;
using Orleans;

namespace GoldenSignals.Domain.Market;

/// <summary>
/// Decides for one symbol whether a tick that is valid by itself (<see cref="TickRules"/>) is admitted, given what came before:
/// in order, in time, near the price. And tells whether something is missing before it.
/// </summary>
/// <remarks>
/// Not thread-safe; allocates only when a second source appears. Its lasting state is a fold over the admitted ticks,
/// <see cref="Apply"/>, so a journal of these restores it; a spike or a restart of a source that waits for confirmation is forgotten in a restart and waits anew.
/// A number that was not admitted is missing, whether it was lost or refused: what follows from that must follow from the admitted ticks alone.
/// <code>
/// band: |price − last| ≤ fraction·last;  fraction = 5 % from 25 up, 10 % from 3 to 25, 20 % below 3
/// </code>
/// In the spirit of limit-up/limit-down (SEC, NMS plan of 2012: bands of 5, 10 and 20 % over a reference of five minutes, tiers split at 3 dollars);
/// the split at 25 is that of the clearly-erroneous rules (FINRA 11892). Our reference is the last admitted price, not a five-minute mean.
/// </remarks>
public sealed class TickGate
{
    public sealed record Options
    {
        /// <summary>How far ahead of the clock a tick may be, 0…1 hour, default 1 s.</summary>
        [Range(typeof(TimeSpan), "00:00:00", "01:00:00")] public TimeSpan MaxAhead { get; init; } = TimeSpan.FromSeconds(1);
        /// <summary>Age of the last admitted price, in event time, up to which it bounds the next; 0…1 day, default 5 min; 0 bounds only ticks of the same instant.</summary>
        [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")] public TimeSpan ReferenceAge { get; init; } = TimeSpan.FromMinutes(5);
        /// <summary>Band of prices from 25 up, as a fraction of the last price, default 0.05.</summary>
        [Range(0.001, 10.0)] public double BandFrom25 { get; init; } = 0.05;
        /// <summary>Band of prices from 3 to 25, default 0.10.</summary>
        [Range(0.001, 10.0)] public double BandFrom3 { get; init; } = 0.10;
        /// <summary>Band of prices below 3, default 0.20.</summary>
        [Range(0.001, 10.0)] public double BandBelow3 { get; init; } = 0.20;
        /// <summary>Quarantined ticks in a row, each within the band of the one before, after which the next such tick is believed; 1…100, default 3.</summary>
        [Range(1, 100)] public int Confirmations { get; init; } = 3;
        /// <summary>Sources with sequence numbers that one symbol may have, 1…10,000, default 1000: a file a day is a source a day.</summary>
        [Range(1, 10_000)] public int MaxSources { get; init; } = 1000;
        /// <summary>Ticks in a row that count anew, below the source's last number and later than all before, that are taken for duplicates; the next such tick is believed. 1…1000, default 3.</summary>
        [Range(1, 1000)] public int ResetConfirmations { get; init; } = 3;
        /// <summary>Sources whose numbers rise but leave some out, as those of a whole exchange do, separated by commas; * for all. Their jumps are no gaps. Default none.</summary>
        public string SparseSources { get; init; } = "";
    }

    private readonly Options _options;
    private Seat _first;                                            // of the source heard last; inline, as most symbols have one
    private Seat[] _others = [];
    private double _price;                                          // of the newest admitted tick by event time; 0 before it
    private DateTime _timeUtc;
    private double _spikePrice;                                     // the newest tick of the run that waits for confirmation
    private int _spikes;

    public TickGate(Options options) => _options = options;

    public TickGate(Options options, TickGateState saved) : this(options) => GoOn(saved);

    private void GoOn(TickGateState saved)
    {
        (_price, _timeUtc) = (saved.Price, saved.TimeUtc);
        Seat[] seats = [.. saved.Sources.Select(source => new Seat
        {
            Source = source.Source, Sparse = IsSparse(source.Source), Admitted = source.Sequence, Seen = source.Sequence, NewestUtc = source.NewestUtc, AfterUtc = source.AfterUtc,
        })];
        if (seats is [var first, .. var others])
            (_first, _others) = (first, others);
    }

    /// <summary>Event time of the newest admitted tick; the earliest time before the first.</summary>
    public DateTime NewestUtc => _timeUtc;

    /// <summary>Whether a gap lies before the tick that was admitted last: its source left out numbers, or has begun to count anew.</summary>
    public bool AfterGap { get; private set; }

    /// <summary>What the gate has learnt from admitted ticks.</summary>
    public TickGateState Save() => new(_price, _timeUtc,
        [.. _others.Prepend(_first).Where(seat => seat.Admitted != NotYet && seat.Source is not null)
            .Select(seat => new SourceSequence(seat.Source, seat.Admitted, seat.NewestUtc, seat.AfterUtc)).OrderBy(source => source.Source, StringComparer.Ordinal)]);

    public void Save(StateWriter to)
    {
        TickGateState state = Save();
        to.Number(state.Price);
        to.Time(state.TimeUtc);
        to.Int(state.Sources.Length);
        foreach (SourceSequence source in state.Sources)
        {
            to.Text(source.Source);
            to.Int(source.Sequence);
            to.Time(source.NewestUtc, state.TimeUtc);
            to.Time(source.AfterUtc);
        }
    }

    /// <summary>Makes a fresh gate what another was; what waits for confirmation waits anew.</summary>
    /// <exception cref="InvalidDataException">The bytes are of another layout.</exception>
    public void Restore(StateReader from)
    {
        double price = from.Number();
        DateTime time = from.Time();
        var sources = new SourceSequence[from.Count(3 + sizeof(long))];
        for (int i = 0; i < sources.Length; i++)
        {
            sources[i] = new(from.Text(), from.Int(), from.Time(time), from.Time());
            if (i > 0 && string.CompareOrdinal(sources[i - 1].Source, sources[i].Source) >= 0)
                throw from.Wrong($"the source '{sources[i].Source}' does not come after the one before");
        }
        GoOn(new(price, time, sources));
    }

    /// <summary>Judges a tick and, if it is admitted, applies it.</summary>
    /// <param name="earliestUtc">What is older is late: <see cref="BarBuilder.EarliestUtc"/>.</param>
    /// <param name="nowUtc">The clock, for live input; null in a replay, where nothing is in the future.</param>
    /// <returns>Null if it is admitted, else a code of <see cref="Refusal"/>.</returns>
    public string? Admit(in Tick tick, DateTime earliestUtc, DateTime? nowUtc = null)
    {
        if (tick.Sequence != 0)
        {
            ref Seat seat = ref SeatOf(tick.Source);
            if (Unsafe.IsNullRef(ref seat))
            {
                if (_others.Length + 1 >= _options.MaxSources) return Refusal.TooManySources;
            }
            else if (tick.TimeUtc <= seat.AfterUtc || (tick.Sequence <= seat.Seen ? !BeginsAnew(ref seat, tick) : Overtakes(seat, tick)))
                return Refusal.Duplicate;
        }
        if (tick.TimeUtc < earliestUtc) return Refusal.LateTick;
        if (nowUtc is { } now && tick.TimeUtc - now > _options.MaxAhead) return Refusal.FutureTick;
        if (IsSpike(tick))
        {
            See(tick);                                              // a repeated spike must not confirm itself
            return Refusal.PriceSpike;
        }
        Apply(tick);
        return null;
    }

    /// <summary>Applies a tick that was admitted before, as a journal holds it.</summary>
    public void Apply(in Tick tick)
    {
        AfterGap = tick.Sequence != 0 && Advance(ref See(tick), tick);
        _spikes = 0;
        if (tick.TimeUtc >= _timeUtc)
            (_price, _timeUtc) = (tick.Price, tick.TimeUtc);
    }

    private bool IsSpike(in Tick tick)
    {
        if (_price == 0 || tick.TimeUtc - _timeUtc > _options.ReferenceAge || IsNear(tick.Price, _price))
            return false;
        _spikes = _spikes > 0 && IsNear(tick.Price, _spikePrice) ? _spikes + 1 : 1;
        _spikePrice = tick.Price;
        return _spikes <= _options.Confirmations;
    }

    private bool IsNear(double price, double reference) =>
        Math.Abs(price - reference) <= reference * (reference >= 25 ? _options.BandFrom25 : reference >= 3 ? _options.BandFrom3 : _options.BandBelow3);

    /// <summary>Whether a number that is not above the last one belongs to a source that counts anew: not the first that says so, but after enough of them in a row.</summary>
    /// <remarks>Nothing that was admitted can say so when it is sent again: it is not later than the newest. Nor can what has said so.</remarks>
    private bool BeginsAnew(ref Seat seat, in Tick tick)
    {
        if (tick.TimeUtc <= seat.NewestUtc || seat.Run == 0 && tick.Sequence == seat.Admitted)      // the last one repeated is no beginning
            return false;
        bool rises = seat.Run > 0 && tick.Sequence > seat.RunSequence && tick.TimeUtc >= seat.RunUtc;
        if (!rises && seat.Run > 0 && tick.TimeUtc <= seat.RunUtc)
            return false;
        seat.Run = rises ? seat.Run + 1 : 1;
        (seat.RunSequence, seat.RunUtc) = (tick.Sequence, tick.TimeUtc);
        return seat.Run > _options.ResetConfirmations;
    }

    /// <summary>Whether a source that counts anew comes to just the number that follows the last admitted: taken, nobody would see that those before it were not.</summary>
    private bool Overtakes(in Seat seat, in Tick tick) =>
        seat.Run > 0 && tick.Sequence == seat.Admitted + 1 && tick.Sequence - seat.RunSequence <= _options.ResetConfirmations + 1 && tick.TimeUtc >= seat.RunUtc;

    /// <summary>The seat of the tick's source, a new one where it has none, which has seen the tick.</summary>
    private ref Seat See(in Tick tick)
    {
        if (tick.Sequence == 0)
            return ref Unsafe.NullRef<Seat>();
        ref Seat seat = ref SeatOf(tick.Source);
        if (Unsafe.IsNullRef(ref seat))
        {
            _others = [.. _others, new() { Seen = NotYet }];
            seat = ref _others[^1];
        }
        if (seat.Source is null)
            (seat.Source, seat.Sparse, seat.Admitted) = (tick.Source, IsSparse(tick.Source), NotYet);
        seat.Seen = Math.Max(seat.Seen, tick.Sequence);
        return ref seat;
    }

    /// <summary>Takes an admitted number; true if a gap lies before it.</summary>
    private static bool Advance(ref Seat seat, in Tick tick)
    {
        bool first = seat.Admitted == NotYet, anew = !first && tick.Sequence <= seat.Admitted;
        bool gap = anew || !first && !seat.Sparse && tick.Sequence != seat.Admitted + 1;
        if (anew)
            seat.AfterUtc = seat.NewestUtc;                         // numbers from before may come again, and be higher than those from now on
        seat.Admitted = seat.Seen = tick.Sequence;
        seat.Run = 0;
        if (tick.TimeUtc > seat.NewestUtc)
            seat.NewestUtc = tick.TimeUtc;
        return gap;
    }

    private bool IsSparse(string source)
    {
        ReadOnlySpan<char> sparse = _options.SparseSources;
        foreach (Range one in sparse.Split(','))
            if (sparse[one].Trim() is var name && (name is "*" || name.Length > 0 && name.SequenceEqual(source)))
                return true;
        return false;
    }

    /// <summary>The seat of a source, which it then has in front, or the front seat while nobody sits there; a null reference if there is none.</summary>
    private ref Seat SeatOf(string source)
    {
        if (_first.Source == source)
            return ref _first;
        if (_first.Source is null)
        {
            _first.Seen = NotYet;
            return ref _first;
        }
        for (int i = 0; i < _others.Length; i++)
            if (_others[i].Source == source)
            {
                (_first, _others[i]) = (_others[i], _first);
                return ref _first;
            }
        return ref Unsafe.NullRef<Seat>();
    }

    private const long NotYet = long.MinValue;

    /// <summary>How far a source has come: admitted is what lasts, seen counts quarantined spikes too.</summary>
    private struct Seat
    {
        public string Source;
        public bool Sparse;
        public long Admitted, Seen;
        public DateTime NewestUtc, AfterUtc;                        // of the admitted; what came by then was counted otherwise
        public int Run;                                             // ticks that say the source counts anew, the last of them:
        public long RunSequence;
        public DateTime RunUtc;
    }
}

/// <summary>How far one source has come.</summary>
/// <param name="Sequence">Its last number admitted.</param>
/// <param name="NewestUtc">Event time of its newest tick admitted.</param>
/// <param name="AfterUtc">What it sends is later than this: before, it counted otherwise.</param>
[GenerateSerializer, Immutable, Alias("gs.SourceSequence")]
public readonly record struct SourceSequence(
    [property: Id(0)] string Source, [property: Id(1)] long Sequence, [property: Id(2)] DateTime NewestUtc, [property: Id(3)] DateTime AfterUtc);

/// <summary>A <see cref="TickGate"/> at rest: the newest admitted price and its time, and its sources in the order of their names.</summary>
[GenerateSerializer, Immutable, Alias("gs.TickGateState")]
public sealed record TickGateState(
    [property: Id(0)] double Price,
    [property: Id(1)] DateTime TimeUtc,
    [property: Id(2)] SourceSequence[] Sources);
