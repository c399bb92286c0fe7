using System.Collections.Concurrent;

namespace GoldenSignals.ApiClient.Limits;

/// <summary>Everybody's allowance, by name. Who has not asked for a while is forgotten: their allowance is full again, as that of a stranger is.</summary>
internal sealed class Allowances<TKey>(Rate rate, TimeProvider clock) where TKey : notnull
{
    private const int Few = 1_024;

    private readonly ConcurrentDictionary<TKey, Allowance> _of = new();
    private int _sweepAt = Few;

    public int Count => _of.Count;

    public Standing Take(TKey who)
    {
        long now = clock.GetUtcNow().UtcTicks;
        if (!_of.TryGetValue(who, out Allowance? allowance))
        {
            allowance = _of.GetOrAdd(who, static _ => new());
            if (_of.Count > Volatile.Read(ref _sweepAt))
                Sweep(now);
        }
        return allowance.Take(now, rate);
    }

    /// <summary>Twice as many newcomers as stayed bring the next one: on average it costs each of them a step.</summary>
    private void Sweep(long now)
    {
        Volatile.Write(ref _sweepAt, int.MaxValue);                  // one at a time
        foreach ((TKey who, Allowance allowance) in _of)
            if (allowance.IsFull(now))
                _of.TryRemove(who, out _);
        Volatile.Write(ref _sweepAt, Math.Max(Few, 2 * _of.Count));
    }
}
