namespace Orleans.Runtime;

/// <summary>
/// The activations of a stateless worker id. Each request goes to the least busy one; when all are busy another is made,
/// up to the limit.
/// </summary>
sealed class WorkerPool(Silo silo, GrainId id) : IDestination
{
    readonly Lock _lock = new();
    readonly List<Worker> _workers = [];

    public bool IsDead => false;

    public void Accept(Request request)
    {
        Activation chosen;
        lock (_lock)
        {
            var worker = LeastBusy();
            if (worker is null || (worker.Load > 0 && _workers.Count < id.Class.MaxWorkers))
            {
                worker = new Worker(new Activation(silo, id, this));
                _workers.Add(worker);
            }

            worker.Load++;
            chosen = worker.Activation;
        }

        chosen.Accept(request);
    }

    /// <summary>A request has left the activation.</summary>
    internal void Left(Activation activation)
    {
        lock (_lock)
        {
            foreach (var worker in _workers)
            {
                worker.Load -= worker.Activation == activation ? 1 : 0;
            }
        }
    }

    internal void Remove(Activation activation)
    {
        lock (_lock)
        {
            _workers.RemoveAll(worker => worker.Activation == activation);
        }
    }

    public Task Deactivate(DeactivationReason reason) => Task.WhenAll(Activations().Select(activation => activation.Deactivate(reason)));

    public void Sweep(long nowMs) => Array.ForEach(Activations(), activation => activation.Sweep(nowMs));

    Worker? LeastBusy()
    {
        Worker? least = null;
        foreach (var worker in _workers)
        {
            least = least is null || worker.Load < least.Load ? worker : least;
        }

        return least;
    }

    Activation[] Activations()
    {
        lock (_lock)
        {
            return [.. _workers.Select(worker => worker.Activation)];
        }
    }

    sealed class Worker(Activation activation)
    {
        internal readonly Activation Activation = activation;
        internal int Load;
    }
}
