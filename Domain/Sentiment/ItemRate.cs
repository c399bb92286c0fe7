using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Domain.Sentiment;

/// <summary>How unusual the number of items of the last hour is against the 30 days before, as a z-score.</summary>
/// <remarks><code>
/// z = (n − mean) / max(1, σ);  n = items of the 60 minutes up to now;  mean, σ = of the up to 720 whole clock hours before this one
/// </code>
/// NaN until a week of hours is known, counted from the first item. The deviation is at least one item (our choice), so that one headline
/// after a silence is no burst. O(1) for an item and for a bar: a ring of 720 counts with its running sums, and one of 60 minutes; 1.6 kB.
/// An item that comes late counts in its hour, if that is still there.
/// Source: the usual standard score.</remarks>
public sealed class ItemRate
{
    public const int Hours = 720, LeastHours = 168;
    private const int Minutes = 60;

    private readonly ushort[] _hours = new ushort[Hours];           // whole hours, each at its number mod 720
    private readonly ushort[] _minutes = new ushort[Minutes];
    private long _minute = -1, _firstHour;                          // numbers since year 1; -1 before the first item
    private long _sum, _sumOfSquares;                               // over _hours
    private int _thisHour, _lastMinutes;                            // _lastMinutes: the sum over _minutes

    public void Add(DateTime timeUtc)
    {
        long minute = MinuteOf(timeUtc);
        if (_minute < 0)
            (_minute, _firstHour) = (minute, minute / Minutes);
        Advance(minute);
        if (_minute - minute < Minutes && _minutes[minute % Minutes] < ushort.MaxValue)
        {
            _minutes[minute % Minutes]++;
            _lastMinutes++;
        }
        long hour = minute / Minutes, now = _minute / Minutes;
        if (hour == now)
            _thisHour++;
        else if (hour >= _firstHour && now - hour <= Hours)
            Put(hour, _hours[hour % Hours] + 1);
    }

    /// <summary>The z-score at a time; NaN while the history is short.</summary>
    public double Z(DateTime nowUtc)
    {
        Advance(MinuteOf(nowUtc));
        long hours = Math.Min(Hours, _minute / Minutes - _firstHour);
        if (_minute < 0 || hours < LeastHours)
            return double.NaN;
        double mean = (double)_sum / hours;
        double variance = (double)(hours * _sumOfSquares - _sum * _sum) / (hours * hours);
        return (_lastMinutes - mean) / Math.Max(1, Math.Sqrt(variance));
    }

    public void Save(StateWriter to)
    {
        to.Int(_minute);
        to.Int(_firstHour);
        to.Int(_thisHour);
        foreach (ushort count in _hours)
            to.Int(count);
        foreach (ushort count in _minutes)
            to.Int(count);
    }

    /// <summary>Makes a fresh rate what another was.</summary>
    /// <exception cref="InvalidDataException">The bytes are of another layout.</exception>
    public void Restore(StateReader from)
    {
        (_minute, _firstHour, _thisHour) = (from.Int(), from.Int(), from.Int32());
        if (_minute < -1 || _minute > MinuteOf(DateTime.MaxValue) || _firstHour < 0 || _firstHour > Math.Max(0, _minute / Minutes) || _thisHour < 0)
            throw from.Wrong($"minute {_minute}, first hour {_firstHour}, {_thisHour} items in this hour");
        for (int hour = 0; hour < Hours; hour++)
            Put(hour, Count(from));
        for (int minute = 0; minute < Minutes; minute++)
            _lastMinutes += _minutes[minute] = Count(from);
    }

    private static ushort Count(StateReader from) => from.Int() is >= 0 and <= ushort.MaxValue and var count ? (ushort)count : throw from.Wrong("no count of items");

    private void Advance(long minute)
    {
        if (_minute < 0 || minute <= _minute)
            return;
        for (long m = Math.Max(_minute + 1, minute - Minutes + 1); m <= minute; m++)
        {
            _lastMinutes -= _minutes[m % Minutes];
            _minutes[m % Minutes] = 0;
        }
        long last = _minute / Minutes, hour = minute / Minutes;
        if (hour > last)
        {
            Put(last, _thisHour);
            for (long h = Math.Max(last + 1, hour - Hours); h < hour; h++)
                Put(h, 0);
            _thisHour = 0;
        }
        _minute = minute;
    }

    private void Put(long hour, int count)
    {
        ref ushort place = ref _hours[hour % Hours];
        _sum -= place;
        _sumOfSquares -= (long)place * place;
        place = (ushort)Math.Min(count, ushort.MaxValue);
        _sum += place;
        _sumOfSquares += (long)place * place;
    }

    // A minute holds its end, not its start: a bar that closes at 14:30:00 counts what came after 13:30:00, up to and at 14:30:00.
    private static long MinuteOf(DateTime timeUtc) => (timeUtc.Ticks - 1) / TimeSpan.TicksPerMinute;
}
