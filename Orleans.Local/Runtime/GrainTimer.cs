using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <summary>Posts a tick to its activation when due; the next one is armed only when that tick has ended, so ticks never overlap.</summary>
sealed class GrainTimer : IGrainTimer
{
    readonly Activation _activation;
    readonly Func<CancellationToken, Task> _callback;
    readonly CancellationTokenSource _cancellation = new();
    readonly ITimer _timer;
    readonly GrainTimerCreationOptions _options;
    TimeSpan _next;
    TimeSpan _period;
    bool _ticking;

    internal GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        (_activation, _callback, _options) = (activation, callback, options);
        using (ExecutionContext.SuppressFlow())
        {
            _timer = activation.Silo.Time.CreateTimer(static state => ((GrainTimer)state!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        activation.Add(this);
        Change(options.DueTime, options.Period);
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        (_next, _period) = (dueTime, period);
        if (!_ticking)
        {
            _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        if (!_cancellation.IsCancellationRequested)
        {
            _cancellation.Cancel();
            _timer.Dispose();
            _activation.Remove(this);
        }
    }

    void Fire()
    {
        _ticking = true;   // a change from now on counts for the tick after this one
        _activation.Post(new Tick(this));
    }

    async Task Run()
    {
        if (_cancellation.IsCancellationRequested)
        {
            return;
        }

        _next = _period;
        try
        {
            await _callback(_cancellation.Token);
        }
        catch (Exception exception)
        {
            _activation.Silo.Log.LogWarning(exception, "A timer callback of {Grain} failed", _activation.Id);
        }

        _ticking = false;
        if (!_cancellation.IsCancellationRequested)
        {
            _timer.Change(_next, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>One tick, queued as a request is.</summary>
    sealed class Tick : Request<Nothing>
    {
        readonly GrainTimer _timer;

        internal Tick(GrainTimer timer) => (_timer, Method) = (timer, GrainMethod.Internal);

        internal override bool Interleaves => _timer._options.Interleave;

        internal override bool KeepsAlive => _timer._options.KeepAlive;

        internal override bool EndsWithActivation => true;

        internal override TimeSpan? Timeout(TimeSpan otherwise) => null;

        public override Task Call(object grain) => _timer.Run();
    }
}
