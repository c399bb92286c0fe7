using System.Diagnostics;

namespace GoldenSignals.Tests;

/// <summary>Waits for something outside of the process that tells nobody when it happens.</summary>
internal static class Eventually
{
    public static async Task Hold(Func<Task<bool>> condition, string what, int seconds = 60)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await condition())
        {
            if (watch.Elapsed > TimeSpan.FromSeconds(seconds))
                throw new TimeoutException($"after {seconds} s it does not hold that {what}");
            await timer.WaitForNextTickAsync();
        }
    }

    public static Task Hold(Func<bool> condition, string what) => Hold(() => Task.FromResult(condition()), what);
}
