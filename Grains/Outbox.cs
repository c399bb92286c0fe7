using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace GoldenSignals.Grains;

/// <summary>
/// Sends a shard's events to its streams, in order, one after the other, beside the work of the shard. An event that cannot
/// be sent is sent again until it can; when too many wait, <see cref="Send"/> waits too: nothing is dropped.
/// </summary>
/// <remarks>Belongs to one grain activation and runs on its scheduler.</remarks>
internal sealed partial class Outbox(IStreamProvider streams, int partition, TimeProvider clock, ILogger log)
{
    private const int Capacity = 1024;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly Queue<(string Stream, Func<Task> Send)> _waiting = [];
    private Task _draining = Task.CompletedTask;

    public async ValueTask Send<T>(string stream, T item)
    {
        while (_waiting.Count >= Capacity)
            await Task.Delay(s_pause, clock);
        IAsyncStream<T> target = streams.GetStream<T>(GridStreams.Of(stream, partition));
        _waiting.Enqueue((stream, () => target.OnNextAsync(item)));
        if (_draining.IsCompleted)
            _draining = Drain();
    }

    private async Task Drain()
    {
        while (_waiting.TryPeek(out var next))
        {
            try
            {
                await next.Send();
                _waiting.Dequeue();
            }
#pragma warning disable CA1031                                        // whatever the provider throws, the event is kept and sent again
            catch (Exception error)
#pragma warning restore CA1031
            {
                LogRetry(log, next.Stream, partition, _waiting.Count, error);
                await Task.Delay(s_pause, clock);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Stream {Stream}/{Partition} did not take an event; {Waiting} wait, trying again")]
    private static partial void LogRetry(ILogger log, string stream, int partition, int waiting, Exception error);
}
