using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Domain.Options;

/// <summary>What is kept of one day: of its last chain.</summary>
/// <param name="Iv30">Never NaN: a day without it is not kept.</param>
/// <param name="Skew25">NaN if the chain does not tell it.</param>
/// <param name="PutCall">Natural logarithm of the put/call ratio of volume; NaN if the chain does not tell it.</param>
/// <param name="Spot">Never NaN.</param>
public readonly record struct OptionDay(DateTime TimeUtc, double Iv30, double Skew25, double PutCall, double Spot);

/// <summary>The last 252 days on which a symbol had a chain. Days are those of UTC; a later chain of a day replaces the earlier.</summary>
public sealed class OptionHistory
{
    public const int Capacity = 252;

    private readonly List<OptionDay> _days = [];                    // oldest first; grows as days come

    public int Count => _days.Count;

    /// <returns>Whether it was kept: only days that have a volatility and a spot are.</returns>
    public bool Add(in OptionDay day)
    {
        if (double.IsNaN(day.Iv30) || !(day.Spot > 0))
            return false;
        if (Count > 0 && _days[^1].TimeUtc.Date == day.TimeUtc.Date)
        {
            _days[^1] = day;
            return true;
        }
        if (Count == Capacity)
            _days.RemoveAt(0);
        _days.Add(day);
        return true;
    }

    public void Save(StateWriter to)
    {
        to.Int(Count);
        DateTime before = default;
        foreach (OptionDay day in _days)
        {
            to.Time(day.TimeUtc, before);
            to.Double(day.Iv30);
            to.Double(day.Skew25);
            to.Double(day.PutCall);
            to.Double(day.Spot);
            before = day.TimeUtc;
        }
    }

    /// <summary>Makes a fresh history what another was.</summary>
    /// <exception cref="InvalidDataException">The bytes are of another layout.</exception>
    public void Restore(StateReader from)
    {
        int count = from.Count(1 + 4 * sizeof(double));
        if (count > Capacity)
            throw from.Wrong($"{count} days of options");
        DateTime before = default;
        for (int i = 0; i < count; i++)
        {
            before = from.Time(before);
            _days.Add(new(before, from.Double(), from.Double(), from.Double(), from.Double()));
        }
    }

    /// <summary>100·(IV − min)/(max − min) of IV30 over 252 days, this one included. 0…100; 50 if it never moved; NaN before.</summary>
    public double IvRank()
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (OptionDay day in _days)
            (low, high) = (Math.Min(low, day.Iv30), Math.Max(high, day.Iv30));
        return Count < Capacity ? double.NaN : high == low ? 50 : 100 * ((_days[^1].Iv30 - low) / (high - low));
    }

    /// <summary>Share of the 251 days before whose IV30 was below this one's. 0…100; NaN before.</summary>
    public double IvPercentile()
    {
        int below = 0;
        foreach (OptionDay day in _days)
            below += day.Iv30 < _days[^1].Iv30 ? 1 : 0;
        return Count < Capacity ? double.NaN : 100.0 * below / (Capacity - 1);
    }

    /// <summary>Deviations of the last day's number from the mean of the days before it, so that it does not widen its own yardstick.</summary>
    /// <param name="days">Days that have the number, before the last; NaN with fewer, or if they do not differ. The deviation is that of a sample.</param>
    public double ZScore(Func<OptionDay, double> number, int days)
    {
        double[] before = [.. Enumerable.Range(2, Math.Max(Count - 1, 0)).Select(i => number(_days[^i])).Where(value => !double.IsNaN(value)).Take(days)];
        if (before.Length < days)
            return double.NaN;
        double mean = before.Average(), deviation = Math.Sqrt(before.Sum(value => (value - mean) * (value - mean)) / (days - 1));
        return deviation > 1e-12 * Math.Abs(mean) ? (number(_days[^1]) - mean) / deviation : double.NaN;
    }

    /// <summary>Realised volatility of the spot over the last 30 calendar days. A fraction a year.</summary>
    /// <remarks><code>
    /// √(Σ ln(S/S before)² / years between the first and the last of these spots)
    /// </code>No mean is taken out, as in a variance swap. NaN unless the spots span 25 days with 15 returns: of too few days it says little.</remarks>
    public double RealisedVolatility30()
    {
        double squares = 0;
        int returns = 0, first = Count - 1;
        while (first > 0 && (_days[^1].TimeUtc.Date - _days[first - 1].TimeUtc.Date).TotalDays <= 30)
        {
            double change = Math.Log(_days[first].Spot / _days[first - 1].Spot);
            squares += change * change;
            returns++;
            first--;
        }
        double years = returns == 0 ? 0 : OptionTime.Years(_days[first].TimeUtc, _days[^1].TimeUtc);
        return returns >= 15 && years >= 24.5 / OptionTime.DaysPerYear ? Math.Sqrt(squares / years) : double.NaN;
    }
}
