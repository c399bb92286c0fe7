namespace GoldenSignals.ApiClient;

internal static class HostStart
{
    /// <summary>Completes when all of the host's services have started, whatever their order: then the grid is there.</summary>
    public static async Task Started(this IHostApplicationLifetime lifetime, CancellationToken cancellation)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellation);
    }
}
