using System.Diagnostics;

namespace GoldenSignals.Benchmarks;

/// <summary>What a piece of work took: wall time, CPU time of the whole process, bytes allocated.</summary>
public readonly record struct Measured(double Seconds, double CpuSeconds, long Bytes)
{
    public static async Task<Measured> Of(Func<Task> work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan cpu = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        await work();
        double seconds = watch.Elapsed.TotalSeconds;
        process.Refresh();
        return new(seconds, (process.TotalProcessorTime - cpu).TotalSeconds, GC.GetTotalAllocatedBytes(precise: true) - bytes);
    }

    /// <summary>The middle one by CPU time.</summary>
    public static Measured Median(IEnumerable<Measured> runs)
    {
        Measured[] sorted = [.. runs.OrderBy(run => run.CpuSeconds)];
        return sorted[sorted.Length / 2];
    }
}
