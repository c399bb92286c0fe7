using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage.History;

namespace GoldenSignals.Silo.Storage;

/// <summary>What a data folder holds. Only looked at, so that it may be of a grid that is running.</summary>
/// <param name="Grid">What grid it is of; null when of none yet.</param>
/// <param name="Positions">For each shard, the journal's sequence up to which the history holds it.</param>
public sealed record DataStatus(string Folder, GridFacts? Grid, HistoryStatus[] History, FilesStatus Journal, FilesStatus Snapshots, IReadOnlyDictionary<int, long> Positions)
{
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="HistoryDamagedException">The history's manifest is not what was written.</exception>
    public static DataStatus Of(string folder)
    {
        GridFacts? grid = DataFolder.FactsOf(folder);
        Manifest manifest = Manifest.Load(DataFolder.HistoryOf(folder));
        return new(Path.GetFullPath(folder), grid, [.. Enum.GetValues<HistoryKind>().Select(kind => HistoryStatus.Of(kind, [.. manifest.Runs.Where(run => run.Kind == kind)]))],
            FilesStatus.Of(DataFolder.JournalOf(folder)), FilesStatus.Of(DataFolder.SnapshotsOf(folder)), manifest.Positions);
    }
}

/// <summary>One kind of rows of the history.</summary>
/// <param name="From">Bar time of the oldest row; null when there is none.</param>
/// <param name="To">Bar time of the newest.</param>
public sealed record HistoryStatus(string Kind, int Files, long Bytes, long Rows, DateTime? From, DateTime? To)
{
    internal static HistoryStatus Of(HistoryKind kind, RunFile[] runs) => new(RunFile.KindName(kind), runs.Length, runs.Sum(run => run.Bytes), runs.Sum(run => run.Rows),
        runs.Length == 0 ? null : runs.Min(run => run.FirstUtc), runs.Length == 0 ? null : runs.Max(run => run.LastUtc));
}

/// <summary>Files of a folder and below.</summary>
/// <param name="From">When the oldest was last written to; null when there is none.</param>
/// <param name="To">When the newest was.</param>
public sealed record FilesStatus(int Files, long Bytes, DateTime? From, DateTime? To)
{
    internal static FilesStatus Of(string folder)
    {
        FileInfo[] files = Directory.Exists(folder) ? new DirectoryInfo(folder).GetFiles("*", SearchOption.AllDirectories) : [];
        return new(files.Length, files.Sum(file => file.Length), files.Length == 0 ? null : files.Min(file => file.LastWriteTimeUtc), files.Length == 0 ? null : files.Max(file => file.LastWriteTimeUtc));
    }
}
