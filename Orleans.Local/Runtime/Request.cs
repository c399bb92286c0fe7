using System.Collections.Immutable;
using System.Diagnostics;

namespace Orleans.Runtime;

/// <summary>One call: the message, its place in a queue, and the promise to the caller, in one object.</summary>
abstract class Request : WorkItem
{
    internal GrainMethod Method = null!;
    internal ImmutableDictionary<string, object>? Context;
    internal Activity? Caller;
    internal long SentMs;
    internal int Slot;

    internal virtual TimeSpan? Timeout(TimeSpan otherwise) => Method.Timeout ?? otherwise;

    internal virtual bool Interleaves => Method.AlwaysInterleave;

    internal virtual bool IsReadOnly => Method.ReadOnly;

    internal virtual bool KeepsAlive => true;

    /// <summary>Not to be forwarded to the next activation.</summary>
    internal virtual bool EndsWithActivation => false;

    /// <summary>Calls the method on the grain; generated for each method.</summary>
    public abstract Task Call(object grain);

    /// <summary>The answer reaches the caller; a second one is dropped.</summary>
    internal abstract void Complete(Task task);

    internal abstract void Complete(object? result);

    internal abstract void Fail(Exception exception);

    internal abstract object? ResultOf(Task task);

    /// <summary>Ends when the caller has its answer.</summary>
    internal abstract Task Answered { get; }

    internal override void Run(Activation activation) => activation.Receive(this);

    /// <summary>Runs the call in the current turn; true if it ended there, as most do. The others are watched until they do.</summary>
    internal bool Start(Activation activation)
    {
        Task task;
        try
        {
            task = activation.Silo.Filters.Length == 0 || Method.IsInternal
                ? Call(activation.GrainInstance!)
                : new FilteredCall(this, activation).Run();
            if (task.IsCompleted)
            {
                Complete(task);
                return true;
            }
        }
        catch (Exception exception)
        {
            Fail(exception);
            return true;
        }

        activation.Enter(this);
        _ = Watch(activation, task);
        return false;
    }

    async Task Watch(Activation activation, Task task)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Complete(task);
        activation.Leave(this);
    }
}

/// <summary>What a call without a result returns.</summary>
readonly struct Nothing;

/// <summary>A call whose answer is a <typeparamref name="T"/>. Generated classes add the arguments.</summary>
abstract class Request<T> : Request
{
    readonly TaskCompletionSource<T> _promise = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task<T> Answer => _promise.Task;

    internal override Task Answered => _promise.Task;

    internal override void Complete(Task task)
    {
        if (task.IsCompletedSuccessfully)
        {
            _promise.TrySetResult(task is Task<T> typed ? typed.Result : default!);
        }
        else if (task.IsCanceled)
        {
            _promise.TrySetCanceled();
        }
        else
        {
            Fail(task.Exception!.InnerException!);
        }
    }

    internal override void Complete(object? result) => _promise.TrySetResult(result is T typed ? typed : default!);

    internal override void Fail(Exception exception) => _promise.TrySetException(exception);

    internal override object? ResultOf(Task task) => task is Task<T> typed ? typed.Result : null;
}
