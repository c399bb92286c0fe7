using GoldenSignals.Domain.Agents;

namespace GoldenSignals.Benchmarks.Loads;

/// <summary>Closed bars for a grid before anything is timed: every agent then has what it reads, and the code is compiled.</summary>
public static class WarmUp
{
    private const int BarsOfSlice = 25;

    /// <summary>Of each symbol: those that the slowest indicator needs that an agent reads.</summary>
    public static int Least { get; } = AgentCatalog.All.SelectMany(agent => agent.Inputs).Max(column => column.WarmUp);

    /// <summary>They come in slices of several bars; the same from a fresh load of the same seed.</summary>
    public static IEnumerable<BarLoad.Slice> Slices(BarLoad load, int bars)
    {
        for (int left = bars; left > 0; left -= BarsOfSlice)
            yield return load.Next(Math.Min(BarsOfSlice, left));
    }

    /// <param name="beside">Gets the same bars.</param>
    public static async Task Run(BenchmarkGrid grid, BarLoad load, int bars, Action<BarLoad.Slice>? beside = null)
    {
        int done = 0;
        foreach (BarLoad.Slice slice in Slices(load, bars))
        {
            DateTime end = slice.Bars[^1].Bar.OpenTimeUtc + slice.Bars[^1].Interval;
            await grid.Send([.. BarLoad.Split(slice, grid.Shards.Length).Select(part => (part ?? new([], [], end)) with { WatermarkUtc = end })]);
            beside?.Invoke(slice);
            await Console.Error.WriteLineAsync($"warm-up: {done += slice.Bars.Length / load.Symbols.Length} of {bars} bars");
        }
    }
}
