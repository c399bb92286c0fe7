using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using Orleans;

namespace GoldenSignals.Domain.Market;

/// <summary>
/// Decides for one symbol whether a tick that is valid by itself (<see cref="TickRules"/>) is admitted, given what came before:
/// in order, in time, near the price.
/// </summary>
/// <remarks>
/// Not thread-safe; allocates only when a second source appears. Its lasting state is a fold over the admitted ticks,
/// <see cref="Apply"/>, so a journal of these restores it; a spike that waits for confirmation is forgotten in a restart and waits anew.
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
    }

    private readonly Options _options;
    private Seat _first;                                            // of the source heard last; inline, as most symbols have one
    private Seat[] _others = [];
    private double _price;                                          // of the newest admitted tick by event time; 0 before it
    private DateTime _timeUtc;
    private double _spikePrice;                                     // the newest tick of the run that waits for confirmation
    private int _spikes;

    public TickGate(Options options) => _options = options;

    public TickGate(Options options, TickGateState saved) : this(options)
    {
        (_price, _timeUtc) = (saved.Price, saved.TimeUtc);
        Seat[] seats = [.. saved.Sources.Select(source => new Seat { Source = source.Source, Admitted = source.Sequence, Seen = source.Sequence })];
        if (seats is [var first, .. var others])
            (_first, _others) = (first, others);
    }

    /// <summary>What the gate has learnt from admitted ticks.</summary>
    public TickGateState Save() => new(_price, _timeUtc,
        [.. _others.Prepend(_first).Where(seat => seat.Admitted != NotYet && seat.Source is not null)
            .Select(seat => new SourceSequence(seat.Source, seat.Admitted)).OrderBy(source => source.Source, StringComparer.Ordinal)]);

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
            else if (tick.Sequence <= seat.Seen)
                return Refusal.Duplicate;
        }
        if (tick.TimeUtc < earliestUtc) return Refusal.LateTick;
        if (nowUtc is { } now && tick.TimeUtc - now > _options.MaxAhead) return Refusal.FutureTick;
        if (IsSpike(tick))
        {
            Advance(tick, admitted: false);                         // a repeated spike must not confirm itself
            return Refusal.PriceSpike;
        }
        Apply(tick);
        return null;
    }

    /// <summary>Applies a tick that was admitted before, as a journal holds it.</summary>
    public void Apply(in Tick tick)
    {
        Advance(tick, admitted: true);
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

    private void Advance(in Tick tick, bool admitted)
    {
        if (tick.Sequence == 0)
            return;
        ref Seat seat = ref SeatOf(tick.Source);
        if (Unsafe.IsNullRef(ref seat))
        {
            _others = [.. _others, default];
            seat = ref _others[^1];
        }
        if (seat.Source is null)
            (seat.Source, seat.Admitted) = (tick.Source, NotYet);
        seat.Seen = tick.Sequence;
        if (admitted)
            seat.Admitted = tick.Sequence;
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
        public long Admitted, Seen;
    }
}

/// <summary>The last sequence number admitted of one source.</summary>
[GenerateSerializer, Immutable, Alias("gs.SourceSequence")]
public readonly record struct SourceSequence([property: Id(0)] string Source, [property: Id(1)] long Sequence);

/// <summary>A <see cref="TickGate"/> at rest: the newest admitted price and its time, and its sources in the order of their names.</summary>
[GenerateSerializer, Immutable, Alias("gs.TickGateState")]
public sealed record TickGateState(
    [property: Id(0)] double Price,
    [property: Id(1)] DateTime TimeUtc,
    [property: Id(2)] SourceSequence[] Sources);
