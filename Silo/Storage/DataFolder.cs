using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;

namespace GoldenSignals.Silo.Storage;

/// <summary>The folder of an embedded grid: this process has it to itself, and it is of a grid with the same facts.</summary>
public sealed class DataFolder : IDisposable
{
    private const string LockName = "lock", ManifestName = "grid.json";

    // What a lock that another has comes out as, on Linux, macOS and Windows.
    private const int WouldBlock = 11, MacWouldBlock = 35, SharingViolation = unchecked((int)0x80070020);

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held) => (FullPath, _lock) = (path, held);

    public string FullPath { get; }

    /// <summary>Where the journal's files are.</summary>
    public string Journal => JournalOf(FullPath);

    /// <summary>Where snapshots are.</summary>
    public string Snapshots => SnapshotsOf(FullPath);

    public static string SnapshotsOf(string folder) => Path.Combine(folder, "snapshots");

    public static string JournalOf(string folder) => Path.Combine(folder, "journal");

    /// <summary>Where the history's runs are.</summary>
    public string History => HistoryOf(FullPath);

    public static string HistoryOf(string folder) => Path.Combine(folder, "history");

    /// <summary>Takes a folder for this process until it is disposed; makes it when there is none.</summary>
    /// <exception cref="IOException">Another process has it, or it cannot be made or written.</exception>
    /// <exception cref="ValidationException">What it has is of a grid with other facts.</exception>
    public static DataFolder Take(string folder, GridOptions grid)
    {
        string path = Path.GetFullPath(folder);
        Make(path);
        var data = new DataFolder(path, Locked(path));
        try
        {
            data.Agree(GridFacts.Of(grid));
            return data;
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    /// <summary>The facts of the grid that a folder is of; null when it is of none yet.</summary>
    /// <exception cref="IOException">The folder or its manifest cannot be read.</exception>
    public static GridFacts? FactsOf(string folder)
    {
        string path = Path.Combine(folder, ManifestName);
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"the folder {folder} does not exist");
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), GridFactsJson.Default.GridFacts) ?? throw new JsonException("it is null");
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException)
        {
            throw new IOException($"{path} does not say what grid the folder is of: {wrong.Message}", wrong);
        }
    }

    /// <summary>Makes a folder, durably, where there is none.</summary>
    internal static void Make(string folder)
    {
        if (Directory.Exists(folder))
            return;
        string? parent = Path.GetDirectoryName(Path.GetFullPath(folder));
        if (parent is not null)
            Make(parent);
        Directory.CreateDirectory(folder);
        if (parent is not null)
            DiskFlush.Folder(parent);
    }

    public void Dispose() => _lock.Dispose();

    private void Agree(GridFacts mine)
    {
        if (FactsOf(FullPath) is { } facts)
        {
            if (facts.Difference(mine) is { } difference)
                throw new ValidationException($"{difference}. Set it back, or have another folder with Journal:Folder; {FullPath} holds a grid's memory that would not fit");
            return;
        }
        string path = Path.Combine(FullPath, ManifestName), partial = path + ".partial";
        using (var file = new FileStream(partial, FileMode.Create))
        {
            JsonSerializer.Serialize(file, mine, GridFactsJson.Default.GridFacts);
            file.Flush();
            DiskFlush.File(file.SafeFileHandle);
        }
        File.Move(partial, path, overwrite: true);
        DiskFlush.Folder(FullPath);
    }

    private static FileStream Locked(string folder)
    {
        try
        {
            return new(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken) when (taken.HResult is WouldBlock or MacWouldBlock or SharingViolation)
        {
            throw new IOException($"{folder} is in use by another process; a data folder serves one at a time", taken);
        }
    }
}

/// <summary>What a grid cannot change once it has a memory.</summary>
public sealed record GridFacts
{
    public required int Shards { get; init; }
    public required TimeSpan Interval { get; init; }
    public required bool KeepBarInterval { get; init; }
    public required bool Live { get; init; }
    public required int WindowBars { get; init; }

    public static GridFacts Of(GridOptions grid) =>
        new() { Shards = grid.Shards, Interval = grid.Interval, KeepBarInterval = grid.KeepBarInterval, Live = grid.Live, WindowBars = grid.WindowBars };

    /// <summary>What another grid has otherwise, by its option; null when nothing is.</summary>
    public string? Difference(GridFacts other) =>
        Differs(nameof(Shards), Shards, other.Shards) ?? Differs(nameof(Interval), BarInterval.Format(Interval), BarInterval.Format(other.Interval))
        ?? Differs(nameof(KeepBarInterval), KeepBarInterval, other.KeepBarInterval) ?? Differs(nameof(Live), Live, other.Live)
        ?? Differs(nameof(WindowBars), WindowBars, other.WindowBars);

    private static string? Differs<T>(string option, T kept, T now) where T : notnull =>
        kept.Equals(now) ? null : FormattableString.Invariant($"Grid:{option} is {now}, but the data was written with {kept}");
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(GridFacts))]
internal sealed partial class GridFactsJson : JsonSerializerContext;
