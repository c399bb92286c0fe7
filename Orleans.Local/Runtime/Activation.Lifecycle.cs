using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <summary>How an activation begins and ends, and what runs meanwhile.</summary>
sealed partial class Activation
{
    readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly List<GrainTimer> _timers = [];
    DeactivationReason? _ending;
    long _lastUseMs;
    long _keepUntilMs;

    internal List<IActivationPart> Parts { get; } = [];

    /// <summary>Asks the activation to end after its running requests; done when it has.</summary>
    public Task Deactivate(DeactivationReason reason)
    {
        if (ReferenceEquals(Current, this))
        {
            _ending ??= reason;
        }

        Post(new Command(activation =>
        {
            activation._ending ??= reason;
            activation.FinishIfAsked();
        }));
        return _ended.Task;
    }

    internal void DelayDeactivation(TimeSpan time) => _keepUntilMs = time == Timeout.InfiniteTimeSpan
        ? long.MaxValue
        : Environment.TickCount64 + (long)time.TotalMilliseconds;

    internal void Add(GrainTimer timer) => _timers.Add(timer);

    internal void Remove(GrainTimer timer) => _timers.Remove(timer);

    internal void Enter(Request request) => _running.Add(request);

    internal void Leave(Request request)
    {
        _running.Remove(request);
        _pool?.Left(this);
        StartWaiting();
    }

    public void Sweep(long nowMs)
    {
        if (_running.Count > 0 || _waiting.Any)
        {
            Post(new Command(activation => activation.FailOverdue(nowMs)));
        }
        else if (_stage == Stage.Valid && nowMs > _keepUntilMs && nowMs - _lastUseMs > Id.Class.CollectionAge(Silo).TotalMilliseconds)
        {
            Deactivate(new(DeactivationReasonCode.ActivationIdle, "The activation was idle for longer than its collection age."));
        }
    }

    async Task Activate(Request first)
    {
        RequestContext.Current = first.Context;
        _scope = Silo.Services.CreateAsyncScope();
        try
        {
            GrainInstance = Id.Class.Create(this);
            foreach (var part in Parts)
            {
                await part.Activate();
            }

            await ((IGrainBase)GrainInstance).OnActivateAsync(CancellationToken.None);
        }
        catch (Exception exception)
        {
            _stage = Stage.Deactivating;
            await End(exception);
            return;
        }

        _stage = Stage.Valid;
        StartWaiting();
    }

    void StartWaiting()
    {
        while (_stage == Stage.Valid && _ending is null)
        {
            var request = _running.None || Id.Class.IsReentrant ? _waiting.TakeFirst()
                : _waiting.AnyInterleaving ? _waiting.TakeFirst(MayStart)
                : null;
            if (request is null)
            {
                break;
            }

            Start(request);
        }

        FinishIfAsked();
    }

    void FinishIfAsked()
    {
        if (_ending is null || _running.Count > 0)
        {
            return;
        }

        if (_stage == Stage.Valid)
        {
            _ = Finish(_ending.Value);
        }
        else if (_stage == Stage.New)
        {
            _ = End(null);
        }
    }

    async Task Finish(DeactivationReason reason)
    {
        _stage = Stage.Deactivating;
        try
        {
            foreach (var timer in _timers.ToArray())
            {
                timer.Dispose();
            }

            await ((IGrainBase)GrainInstance!).OnDeactivateAsync(reason, CancellationToken.None);
        }
        catch (Exception exception)
        {
            Silo.Log.LogError(exception, "Deactivation of {Grain} failed", Id);
        }

        await End(null);
    }

    /// <summary>Makes way for the next activation: what waits goes there, or fails if this one could not be made.</summary>
    async Task End(Exception? failure)
    {
        try
        {
            await GrainClass.Release(GrainInstance);
            await _scope.DisposeAsync();
        }
        catch (Exception exception)
        {
            Silo.Log.LogError(exception, "Disposal of {Grain} failed", Id);
        }

        _stage = Stage.Dead;
        Silo.Remove(this, _pool);
        while (_waiting.TakeFirst() is { } request)
        {
            if (failure is null)
            {
                Forward(request);
            }
            else
            {
                request.Fail(failure);
            }
        }

        _ended.TrySetResult();
    }

    void FailOverdue(long nowMs)
    {
        foreach (var request in _running.Where(IsOverdue))
        {
            request.Fail(Overdue(request));
        }

        while (_waiting.TakeFirst(IsOverdue) is { } request)
        {
            request.Fail(Overdue(request));
            _pool?.Left(this);
        }

        bool IsOverdue(Request request) => request.Timeout(Silo.ResponseTimeout) is { } timeout && nowMs - request.SentMs > timeout.TotalMilliseconds;

        TimeoutException Overdue(Request request) =>
            new($"Response did not arrive on time in {request.Timeout(Silo.ResponseTimeout)} for {request.Method.Name} of {Id}.");
    }
}

/// <summary>What has to be loaded before the grain activates: its persistent states.</summary>
interface IActivationPart
{
    Task Activate();
}
