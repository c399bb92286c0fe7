using GoldenSignals.Domain.Consensus;
using GoldenSignals.Grains;

namespace GoldenSignals.Silo.Storage.History;

/// <summary>The signals of the last 24 hours by symbol and action: each is added as it comes and leaves when its bar has become too old.</summary>
internal sealed class SignalWindow(TimeProvider clock)
{
    public static readonly TimeSpan Length = TimeSpan.FromHours(24), Refresh = TimeSpan.FromMinutes(5);

    private readonly Dictionary<(string Symbol, SignalAction Action), PriorityQueue<double, DateTime>> _signals = [];
    private SignalInsights? _insights;

    public void Add(DecisionRow signal)
    {
        DateTime now = clock.GetUtcNow().UtcDateTime;
        if (signal.BarTimeUtc < now - Length)
            return;
        var key = (signal.Symbol, signal.Action);
        if (!_signals.TryGetValue(key, out var confidences))
            _signals[key] = confidences = new();
        confidences.Enqueue(signal.Confidence, signal.BarTimeUtc);
        Forget(confidences, now);
    }

    /// <summary>As of at most five minutes ago.</summary>
    public SignalInsights Insights()
    {
        DateTime now = clock.GetUtcNow().UtcDateTime;
        if (_insights is { } fresh && now - fresh.RefreshedUtc < Refresh && now >= fresh.RefreshedUtc)
            return fresh;
        var rows = new List<SignalInsight>();
        foreach (var (key, confidences) in _signals)
        {
            Forget(confidences, now);
            if (confidences.Count == 0)
                _signals.Remove(key);
            else if (Summed(key, confidences, now) is { } row)
                rows.Add(row);
        }
        rows.Sort((one, other) => string.CompareOrdinal(one.Symbol, other.Symbol) is not 0 and var symbol ? symbol : one.Action.CompareTo(other.Action));
        return _insights = new(now, [.. rows]);
    }

    private static void Forget(PriorityQueue<double, DateTime> confidences, DateTime now)
    {
        while (confidences.TryPeek(out _, out DateTime oldest) && oldest < now - Length)
            confidences.Dequeue();
    }

    private static SignalInsight? Summed((string Symbol, SignalAction Action) key, PriorityQueue<double, DateTime> confidences, DateTime now)
    {
        (long count, double sum, DateTime last) = (0, 0, DateTime.MinValue);
        foreach ((double confidence, DateTime time) in confidences.UnorderedItems)
            if (time <= now)                                                 // a bar ahead of the clock counts when its time has come
                (count, sum, last) = (count + 1, sum + confidence, time > last ? time : last);
        return count == 0 ? null : new(key.Symbol, key.Action, count, sum / count, last);
    }
}
