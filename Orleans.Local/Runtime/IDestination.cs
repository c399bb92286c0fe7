namespace Orleans.Runtime;

/// <summary>Where the calls for one grain id go: an activation, or the pool of a stateless worker.</summary>
interface IDestination
{
    /// <summary>True once another destination has to be asked for.</summary>
    bool IsDead { get; }

    void Accept(Request request);

    Task Deactivate(DeactivationReason reason);

    /// <summary>Fails overdue calls, and collects what has been idle for too long.</summary>
    void Sweep(long nowMs);
}
