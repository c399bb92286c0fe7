namespace Orleans.Runtime;

/// <summary>One turn that waits in the mailbox of an activation; linked to the next by itself, so that queueing allocates nothing.</summary>
abstract class WorkItem
{
    internal WorkItem? Next;

    /// <summary>Runs on the activation, alone.</summary>
    internal abstract void Run(Activation activation);
}

/// <summary>The continuation of an await, or any other task that grain code started on its scheduler.</summary>
sealed class TaskTurn(Task task) : WorkItem
{
    internal Task Task { get; } = task;

    internal override void Run(Activation activation) => activation.RunTask(Task);
}

/// <summary>A small thing that the runtime wants done inside the activation.</summary>
sealed class Command(Action<Activation> action) : WorkItem
{
    internal override void Run(Activation activation) => action(activation);
}
