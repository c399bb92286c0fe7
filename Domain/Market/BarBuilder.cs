using GoldenSignals.Domain.Storage;
using Orleans;

namespace GoldenSignals.Domain.Market;

/// <summary>
/// Builds one symbol's bars from its ticks, or from its finer bars, in event time. Intervals are half-open,
/// [open, open + interval), and aligned on whole multiples of the interval since 0001-01-01 UTC, a Monday: so weeks begin on Mondays.
/// An interval without ticks has no bar.
/// </summary>
/// <remarks>Not thread-safe. Allocates nothing; divides only when a bar opens or a watermark passes.</remarks>
public sealed class BarBuilder
{
    private readonly long _interval;

    // The developing bar takes [_start, _end); without one both are the earliest time still taken.
    private long _start, _end;
    private long _openAt, _closeAt;                                 // event times of the open and the close, in ticks
    private double _open, _high, _low, _close, _volume;

    /// <param name="interval">Length of a bar, above zero.</param>
    public BarBuilder(TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        _interval = interval.Ticks;
    }

    /// <summary>Goes on where another builder of the same interval was saved.</summary>
    public BarBuilder(TimeSpan interval, in BarBuilderState saved) : this(interval) => GoOn(saved);

    private void GoOn(in BarBuilderState saved)
    {
        _start = saved.Earliest.Ticks;
        _end = saved.Developing is null ? _start : _start + _interval;
        (_openAt, _closeAt) = (saved.OpenAt.Ticks, saved.CloseAt.Ticks);
        if (saved.Developing is { } bar)
            (_open, _high, _low, _close, _volume) = (bar.Open, bar.High, bar.Low, bar.Close, bar.Volume);
    }

    public TimeSpan Interval => new(_interval);

    /// <summary>The bar that is not closed yet; null before the first tick and after a close by watermark.</summary>
    public Bar? Developing => _end > _start ? Current : null;

    /// <summary>Exclusive end of the developing bar; null without one.</summary>
    public DateTime? EndUtc => _end > _start ? Utc(_end) : null;

    /// <summary>Open of the developing bar, or the end of what is closed: anything before it is late.</summary>
    public DateTime EarliestUtc => Utc(_start);

    /// <summary>Whether a finer bar would be late: closed already, or not after the last one.</summary>
    public bool IsLate(in Bar finer) =>
        finer.OpenTimeUtc.Ticks < _start || _end > _start && finer.OpenTimeUtc.Ticks <= _closeAt;

    /// <summary>Ticks and bars that came too late and were not applied, since this object was made.</summary>
    public long LateCount { get; private set; }

    /// <summary>What the builder knows, to go on from after a restart.</summary>
    public BarBuilderState Save() => new(Utc(_start), Developing, Utc(_openAt), Utc(_closeAt));

    public void Save(StateWriter to)
    {
        to.Span(Interval);
        to.Time(EarliestUtc);
        to.Bool(Developing is not null);
        if (Developing is not { } bar)
            return;
        BarCodec.Write(to, bar, EarliestUtc);
        to.Time(Utc(_openAt), EarliestUtc);
        to.Time(Utc(_closeAt), EarliestUtc);
    }

    /// <summary>Makes a fresh builder what another of the same interval was; late input is counted anew.</summary>
    /// <exception cref="InvalidDataException">The bytes are of another layout.</exception>
    public void Restore(StateReader from)
    {
        from.Same(_interval, "ticks of an interval");
        DateTime earliest = from.Time();
        if (!from.Bool())
        {
            GoOn(new(earliest, null, default, default));
            return;
        }
        Bar bar = BarCodec.Read(from, earliest);
        DateTime openAt = from.Time(earliest), closeAt = from.Time(earliest);
        if (bar.OpenTimeUtc != earliest || openAt < earliest || closeAt < openAt || closeAt - earliest >= Interval)
            throw from.Wrong($"a bar of {bar.OpenTimeUtc:O} from {openAt:O} to {closeAt:O}");
        GoOn(new(earliest, bar, openAt, closeAt));
    }

    /// <summary>
    /// Applies a tick. Within the developing interval ticks may come in any order: open and close go by event time, and among
    /// equal times by arrival. A late tick (before <see cref="EarliestUtc"/>) is counted and changes nothing.
    /// </summary>
    /// <returns>True if the tick lies in a later interval and so closed the developing bar.</returns>
    public bool Add(in Tick tick, out Bar closed)
    {
        long at = tick.TimeUtc.Ticks;
        double price = tick.Price;
        if (at >= _end)
            return Open(at, price, price, price, price, tick.Size, out closed);

        closed = default;
        if (at < _start)
        {
            LateCount++;
            return false;
        }
        if (price > _high) _high = price;
        if (price < _low) _low = price;
        if (at >= _closeAt) (_close, _closeAt) = (price, at);
        if (at < _openAt) (_open, _openAt) = (price, at);
        _volume += tick.Size;
        return false;
    }

    /// <summary>
    /// Applies a closed bar of a finer interval. These must come in order: one at or before the last is late.
    /// The last finer bar of an interval does not close it; the watermark does, or the first bar of the next.
    /// </summary>
    /// <param name="span">Length of the finer bar; the builder's interval is a whole multiple of it.</param>
    /// <returns>True if the bar lies in a later interval and so closed the developing bar.</returns>
    public bool Add(in Bar finer, TimeSpan span, out Bar closed)
    {
        if (span.Ticks != _interval && (span.Ticks <= 0 || _interval % span.Ticks != 0))
            throw new ArgumentOutOfRangeException(nameof(span), span, $"Bars of {span} do not add up to bars of {Interval}.");

        long at = finer.OpenTimeUtc.Ticks;
        if (at >= _end)
            return Open(at, finer.Open, finer.High, finer.Low, finer.Close, finer.Volume, out closed);

        closed = default;
        if (IsLate(finer))
        {
            LateCount++;
            return false;
        }
        _high = Math.Max(_high, finer.High);
        _low = Math.Min(_low, finer.Low);
        (_close, _closeAt) = (finer.Close, at);
        _volume += finer.Volume;
        return false;
    }

    /// <summary>Closes the developing bar if nothing of it can come any more: the watermark has reached its end.</summary>
    /// <param name="watermarkUtc">Nothing older will come. What comes nevertheless is late if its whole interval lies before.</param>
    /// <returns>True if a bar was closed.</returns>
    public bool CloseUpTo(DateTime watermarkUtc, out Bar closed)
    {
        closed = default;
        long watermark = watermarkUtc.Ticks;
        bool developing = _end > _start;
        if (watermark < (developing ? _end : _start + _interval))
            return false;
        if (developing)
            closed = Current;
        _start = _end = watermark - watermark % _interval;
        return developing;
    }

    private Bar Current => new(Utc(_start), _open, _high, _low, _close, _volume);

    private bool Open(long at, double open, double high, double low, double close, double volume, out Bar closed)
    {
        bool closes = _end > _start;
        closed = closes ? Current : default;
        _start = at - at % _interval;
        _end = _start + _interval;
        (_openAt, _closeAt) = (at, at);
        (_open, _high, _low, _close, _volume) = (open, high, low, close, volume);
        return closes;
    }

    private static DateTime Utc(long ticks) => new(Math.Min(ticks, DateTime.MaxValue.Ticks), DateTimeKind.Utc);
}

/// <summary>A <see cref="BarBuilder"/> at rest.</summary>
[GenerateSerializer, Immutable, Alias("gs.BarBuilderState")]
public readonly record struct BarBuilderState(
    [property: Id(0)] DateTime Earliest,
    [property: Id(1)] Bar? Developing,
    [property: Id(2)] DateTime OpenAt,
    [property: Id(3)] DateTime CloseAt);
