using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage.History;

namespace GoldenSignals.Silo.Storage;

/// <summary>Drops what is past retention from a data folder that no grid is using.</summary>
public static class DataPruning
{
    /// <param name="dryRun">Drop nothing; then a grid may be using the folder.</param>
    /// <returns>What went; in a dry run what would.</returns>
    /// <exception cref="IOException">There is no such folder, or a grid is using it.</exception>
    public static Pruned[] Prune(string folder, RetentionOptions retention, DateTime nowUtc, bool dryRun)
    {
        GridFacts? facts = DataFolder.FactsOf(folder);
        Func<RunFile, bool> isPast = HistoryRetention.Past(retention, nowUtc);
        string history = DataFolder.HistoryOf(folder);
        if (dryRun || facts is null)
            return RunLog.Dropped(Manifest.Load(history).Runs.Where(isPast));
        using DataFolder held = DataFolder.Take(folder, new GridOptions
        {
            Shards = facts.Shards, Interval = facts.Interval, KeepBarInterval = facts.KeepBarInterval, Live = facts.Live, WindowBars = facts.WindowBars,
        });
        return new RunLog(new HistoryFolder(history)).Drop(isPast, dryRun: false);
    }
}
