namespace GoldenSignals.Feeds.Tests.Support;

/// <summary>A clock that stands until a test moves it; due timers fire then, on the test's thread.</summary>
internal sealed class ManualTime(DateTime startUtc) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = new(startUtc);

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public void Advance(TimeSpan by)
    {
        Timer[] due;
        lock (_lock)
        {
            _now += by;
            due = [.. _timers.Where(timer => timer.Due <= _now)];
            _timers.RemoveAll(due.Contains);
        }
        foreach (Timer timer in due)
            timer.Fire();
    }

    /// <summary>Moves on by steps, but only while somebody waits for the clock, until a task is done.</summary>
    public async Task<T> AdvanceUntil<T>(ValueTask<T> done, TimeSpan step)
    {
        while (!done.IsCompleted)
        {
            bool waiting;
            lock (_lock)
                waiting = _timers.Count > 0;
            if (waiting)
                Advance(step);
            else
                await Task.Yield();
        }
        return await done;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = time._now + dueTime;
                    time._timers.Add(this);
                }
                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
