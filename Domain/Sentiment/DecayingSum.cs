using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Domain.Sentiment;

/// <summary>A sum whose parts fade in event time: each halves every 24 hours.</summary>
/// <remarks><code>
/// S(t) = Σ xᵢ · 2^(−(t − tᵢ) / 24 h)
/// </code>
/// What comes late fades from its own time, so the order of arrival does not matter but for rounding.</remarks>
internal struct DecayingSum
{
    private static readonly double s_halfLife = TimeSpan.FromHours(24).Ticks;

    private double _sum;                                            // at _at
    private long _at;

    public void Add(double x, DateTime timeUtc)
    {
        long time = timeUtc.Ticks;
        if (time >= _at)
            (_sum, _at) = (_sum * Faded(time - _at) + x, time);
        else
            _sum += x * Faded(_at - time);
    }

    public readonly double At(DateTime timeUtc) => _sum * Faded(timeUtc.Ticks - _at);

    public readonly void Save(StateWriter to)
    {
        to.Double(_sum);
        to.Time(new(_at, DateTimeKind.Utc));
    }

    public void Restore(StateReader from) => (_sum, _at) = (from.Double(), from.Time().Ticks);

    private static double Faded(long ticks) => Math.Exp(-Math.Log(2) * (ticks / s_halfLife));
}
