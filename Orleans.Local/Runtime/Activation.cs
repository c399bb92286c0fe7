using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <summary>
/// One living grain: its instance, its mailbox, and the scheduler on which all of its code runs, one turn at a time. What
/// is not volatile or interlocked is touched only by its own turns.
/// </summary>
sealed partial class Activation : TaskScheduler, IDestination, IGrainContext, IThreadPoolWorkItem
{
    const int TurnsPerVisit = 100;

    static ExecutionContext? clean;

    readonly Random? _shuffle;
    readonly WorkerPool? _pool;
    readonly RunningRequests _running = new();
    Mailbox _mailbox;
    WaitingRequests _waiting;
    AsyncServiceScope _scope;
    volatile Stage _stage;

    internal Activation(Silo silo, GrainId id, WorkerPool? pool = null)
    {
        (Silo, Id, _pool) = (silo, id, pool);
        _shuffle = silo.ShuffleSeed is { } seed ? new Random(seed) : null;
        _lastUseMs = Environment.TickCount64;
    }

    enum Stage
    {
        New,
        Activating,
        Valid,
        Deactivating,
        Dead,
    }

    internal static new Activation? Current => TaskScheduler.Current as Activation;

    internal Silo Silo { get; }

    internal new GrainId Id { get; }

    public object? GrainInstance { get; private set; }

    public IServiceProvider ActivationServices => _scope.ServiceProvider;

    public bool IsDead => _stage == Stage.Dead;

    public override int MaximumConcurrencyLevel => 1;

    public void Accept(Request request) => Post(request);

    internal void Post(WorkItem item)
    {
        if (_mailbox.Push(item))
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }
    }

    /// <summary>A visit of a pool thread: a task on this scheduler, so that awaits inside find their way back to it.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        clean ??= ExecutionContext.Capture();   // a pool thread comes without any caller's context
        var visit = new Task(static state => ((Activation)state!).Visit(), this);
        visit.RunSynchronously(this);
        if (visit.IsFaulted)
        {
            Silo.Log.LogCritical(visit.Exception, "A turn of {Grain} failed in the runtime itself", Id);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    void Visit()
    {
        for (var turns = 0; turns < TurnsPerVisit; turns++)
        {
            if (_mailbox.Pop() is not { } item)
            {
                return;
            }

            item.Run(this);
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    internal void RunTask(Task task) => TryExecuteTask(task);

    protected override void QueueTask(Task task) => Post(new TaskTurn(task));

    /// <summary>True for the visit itself, and for tasks that start in a turn of this activation: they belong to that turn.</summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        (ReferenceEquals(Current, this) || ReferenceEquals(task.AsyncState, this)) && !taskWasPreviouslyQueued && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    /// <summary>A request has come out of the mailbox: it runs now, or waits until it may.</summary>
    internal void Receive(Request request)
    {
        if (_shuffle?.Next(2) == 0)
        {
            Post(request);
            return;
        }

        switch (_stage)
        {
            case Stage.New:
                _stage = Stage.Activating;
                _waiting.Add(request);
                _ = Activate(request);
                break;
            case Stage.Dead:
                Forward(request);
                break;
            case Stage.Valid when MayStart(request):
                Start(request);
                FinishIfAsked();
                break;
            default:
                _waiting.Add(request);
                break;
        }
    }

    void Forward(Request request)
    {
        if (!request.EndsWithActivation)
        {
            Silo.Dispatch(Id, request);
        }
    }

    bool MayStart(Request request) => _ending is null
        && (_running.None || Id.Class.IsReentrant || request.Interleaves || (request.IsReadOnly && _running.AllReadOnly));

    void Start(Request request)
    {
        if (request.KeepsAlive)
        {
            _lastUseMs = Environment.TickCount64;
        }

        ExecutionContext.Restore(clean!);
        RequestContext.Current = request.Context;
        CallTraces.Enter(request);
        if (request.Start(this))
        {
            _pool?.Left(this);
        }
    }
}
